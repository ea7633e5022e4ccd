import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Value from 'typebox/value'
import Type, { type Static } from 'typebox'
import { id } from '#core/domain/schema-kit.ts'
import { snapshot } from '#core/contract/snapshot-contract.ts'
import { canonicalJson } from '#core/lib/canonical-json.ts'
import type { DeviceScope } from '#core/sync/scope.ts'
import { formatHere } from '#main/store/snapshot/snapshot-file.ts'
import { sha256 } from '../crypto.ts'

/** What lies beside the parts of a snapshot. */
const label = Type.Object({ org: id(), key: Type.String(), snapshot })

/** A snapshot that is ready, and for whom. */
export interface Kept extends Static<typeof label> {
  folder: string
}

/** Devices with the same key may hold the same. */
export const keyOf = ({ collections, hiddenFields }: DeviceScope): string =>
  sha256(canonicalJson({ collections, hiddenFields }))

const LABEL = 'snapshot.json'
/** What is being made, and what an earlier server has left of that. */
const UNDER_WAY = '.new'

/** Snapshots on the disk of one server: a folder each, named by what it is for. */
export function openShelf(folder: string) {
  const kept = new Map<string, Kept>()
  const nameOf = (org: string, key: string): string => `${org}-${key.slice(0, 32)}`

  const names = existsSync(folder) ? readdirSync(folder) : []
  // Those of another version of the program are no use to whoever has this one.
  const format = names.length > 0 ? formatHere() : ''
  for (const name of names) {
    const found = readLabel(join(folder, name))
    if (found?.snapshot.format === format && nameOf(found.org, found.key) === name) kept.set(name, found)
    else rmSync(join(folder, name), { recursive: true, force: true })
  }

  return {
    all: (): Kept[] => [...kept.values()],
    find: (org: string, scope: DeviceScope): Kept | undefined => kept.get(nameOf(org, keyOf(scope))),
    /** An empty folder to make one in. */
    begin(org: string, scope: DeviceScope): string {
      const place = join(folder, nameOf(org, keyOf(scope)) + UNDER_WAY)
      rmSync(place, { recursive: true, force: true })
      mkdirSync(place, { recursive: true, mode: 0o700 })
      return place
    },
    /** Takes the place of an earlier one. */
    put(place: string, org: string, scope: DeviceScope, made: Kept['snapshot']): Kept {
      const key = keyOf(scope)
      const name = nameOf(org, key)
      const target = join(folder, name)
      writeFileSync(join(place, LABEL), JSON.stringify({ org, key, snapshot: made }), { mode: 0o600 })
      kept.delete(name)
      rmSync(target, { recursive: true, force: true })
      renameSync(place, target)
      const done = { org, key, snapshot: made, folder: target }
      kept.set(name, done)
      return done
    },
    remove({ org, key, folder: place }: Kept): void {
      kept.delete(nameOf(org, key))
      rmSync(place, { recursive: true, force: true })
    },
  }
}

/** Anybody may have put something there, and another version of the server something else. */
function readLabel(folder: string): Kept | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(join(folder, LABEL), 'utf8'))
    return Value.Check(label, read) ? { ...read, folder } : undefined
  } catch {
    return undefined
  }
}
