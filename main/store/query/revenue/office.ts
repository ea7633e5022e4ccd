import type { Statements } from '../statements.ts'

/** The code of an office in the read models; undefined for all of them, one that nobody has for an unknown one. */
export function officeCode(statements: Statements, officeId: string | undefined): number | undefined {
  if (officeId === undefined) return undefined
  return Number(statements.get(`SELECT n FROM r_code WHERE id = ?`, [officeId])?.n ?? -1)
}
