import type { StoredDocument } from '#core/domain/entity.ts'
import { diffDocument } from '#core/sync/diff.ts'
import { hlcToText } from '#core/sync/hlc.ts'
import type { Issue } from '#core/sync/issue.ts'
import type { ServerRecord } from '#core/sync/merge/merge-document.ts'
import { mergeOp, refKey, type MergedOp } from '#core/sync/merge/merge-op.ts'
import { NO_PREVIOUS_HASH } from '#core/sync/op-hash.ts'
import type { OpHeader } from '#core/sync/op.ts'
import { recordRulesOf } from '#core/sync/record-rules.ts'
import type { WireRow } from '#core/sync/wire.ts'
import { sha256 } from '#main/store/sha256.ts'

/** One record as an op changes it. */
export interface Edit {
  collection: string
  before: StoredDocument | undefined
  after: StoredDocument | undefined
}

export interface Writing {
  device: string
  /** Hour of the day, by the device's clock. */
  hour: number
  command?: string
  /** Hour in which the server takes it; the device's hour when absent. */
  receivedAt?: number
  /** The desktop whose op it was before this one wrote it anew. */
  former?: string
}

const DAY = Date.parse('2026-03-10T00:00:00.000Z')
const HOUR = 3_600_000

/** Merges ops one after another, as the server does, without its store. */
export function createMergeWorld() {
  const records = new Map<string, ServerRecord>()
  let ops = 0
  return {
    records,
    record: (collection: string, id: string) => records.get(`${collection}/${id}`)?.body,
    issues: (): Issue[] =>
      // Only the merger writes issues.
      [...records].flatMap(([key, { body }]) => (key.startsWith('issues/') && body ? [body as Issue] : [])),
    /** Puts a record in place. */
    put(collection: string, body: StoredDocument): void {
      records.set(`${collection}/${body.id}`, {
        body,
        clocks: { '': { at: hlcToText({ millis: DAY, counter: 0 }, 'x'), device: 'x' } },
      })
    },
    edit(edits: Edit[], writing: Writing): MergedOp {
      const rows = edits.flatMap(({ collection, before, after }) =>
        diffDocument(
          collection as 'customers',
          (after ?? before)?.id ?? '',
          recordRulesOf(collection)?.fields ?? {},
          before,
          after,
        ),
      )
      return this.take(
        rows.map((row, i) => ({ ...row, i, salt: '' })),
        writing,
      )
    },
    take(rows: WireRow[], writing: Writing): MergedOp {
      const { device, hour, command = 'test.edit', receivedAt = hour, former } = writing
      const millis = DAY + hour * HOUR
      const header: OpHeader = {
        format: 1,
        id: `op-${++ops}`,
        device,
        n: ops,
        person: `person-${device}`,
        office: 'office-1',
        at: hlcToText({ millis, counter: 0 }, device),
        command,
        schema: 1,
        changesHash: '',
        prevHash: NO_PREVIOUS_HASH,
        hash: '',
        sig: '',
        ...(former !== undefined && { former }),
      }
      const merged = mergeOp({ header, rows, records, received: DAY + receivedAt * HOUR, sha256 })
      for (const changed of merged.records.values()) records.set(refKey(changed), changed.record)
      return merged
    },
  }
}
