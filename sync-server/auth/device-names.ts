import type { SyncStore } from '#core/sync/server/sync-store.ts'
import type { SqlDatabase } from '../store/sql.ts'
import { listDevices } from './devices.ts'
import { renameDevice } from './manage.ts'

/** Longest name of a device, as the protocol has it. */
export const LONGEST_NAME = 120

/**
 * The name under which a device that joins is listed: computers of one make come with one name, and whoever hands over the
 * billing or takes a desktop out has to tell them apart. A name that another desktop has gets the code of the device behind.
 */
export async function nameApart(
  database: SqlDatabase,
  org: string,
  { id, name, code }: { id: string; name: string; code: string },
): Promise<string> {
  const key = name.trim().toLowerCase()
  const isTaken = (await listDevices(database, org)).some(
    (other) => other.id !== id && other.state === 'active' && other.name.trim().toLowerCase() === key,
  )
  return isTaken ? `${name.slice(0, LONGEST_NAME - 5)} · ${code}` : name
}

/** What replaces a device is the same desktop, under the name that people gave it. */
export async function keepName(store: SyncStore, old: string, device: string): Promise<void> {
  const before = await store.read((snapshot) => snapshot.device(old))
  if (before) await renameDevice(store, device, before.name)
}
