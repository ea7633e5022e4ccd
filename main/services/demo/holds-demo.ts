import type { Store } from '../../store/store.ts'

/**
 * Whether the file holds made-up data, however it came there: by `--demo`, by the first run, or with a backup of such a
 * file. Its own log tells, which nobody can take anything out of.
 */
export async function holdsDemo(store: Pick<Store, 'read'>): Promise<boolean> {
  const reply = await store.read('activity', 'list', { command: 'demo.load', limit: 1 })
  return reply.ok && reply.value.entries.length > 0
}
