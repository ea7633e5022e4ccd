import type { Sha256 } from './op-hash.ts'
import type { OpHeader } from './op.ts'

/**
 * The word of a server that it took an op: what nobody can make who does not know the organisation's secret. Desktops
 * keep it with the op; after a restore it lets a revoked device's ops back in that counted before, and no others.
 * Hashed twice, so that no text can be put behind what was hashed (as NMAC does).
 *
 * @param secret known to the servers of one organisation alone; kept through backups.
 */
export const receiptOf = (
  secret: string,
  { device, n, hash }: Pick<OpHeader, 'device' | 'n' | 'hash'>,
  sha256: Sha256,
): string => sha256(`${secret}\n${sha256(`${secret}\n${n}\n${hash}\n${device}`)}`)
