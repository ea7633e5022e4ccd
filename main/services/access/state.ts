import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { Asked } from './kept-people.ts'

export type SignedPerson = NonNullable<MethodOutput<'access', 'state'>['signedIn']>

/** How this desktop stands, for all who change it. */
export interface AccessState {
  /** What the organisation asks of the desktop. */
  asked: Asked
  isLocked: boolean
  /** Who is signed in; with a session where the server let them in. */
  signed?: { person: SignedPerson; session?: string }
}

/** How the server is asked. */
export interface AccessServer {
  device: string
  /** @throws when no server answered. */
  post(path: string, body: unknown): Promise<unknown>
}
