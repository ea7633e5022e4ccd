import { randomBytes } from 'node:crypto'

/** 128 bits, as the op format has it (architecture.md §4). */
const SALT_BYTES = 16
const DRAWN_AT_ONCE = 256

/**
 * Fresh salts of 22 base64url characters; drawn as many at a time as will be wanted, about, since each call to the system
 * costs the same.
 */
export function createSalts(wanted: number): () => string {
  const atOnce = Math.min(Math.max(wanted, 1), DRAWN_AT_ONCE)
  let pool = Buffer.alloc(0)
  return () => {
    if (pool.length < SALT_BYTES) pool = randomBytes(SALT_BYTES * atOnce)
    const salt = pool.toString('base64url', 0, SALT_BYTES)
    pool = pool.subarray(SALT_BYTES)
    return salt
  }
}
