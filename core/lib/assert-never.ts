/** Ends a switch over a union: a new member that is not handled fails to compile here. */
export function assertNever(value: never): never {
  throw new Error(`unhandled member: ${JSON.stringify(value)}`)
}
