import type { DocumentWrite } from '#core/domain/command.ts'
import { MOVED_COLLECTIONS } from '#core/domain/customer/merge/children.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import type { Documents } from './documents.ts'
import type { TakenBack } from './take-back.ts'

/** Fields in which a record names another one of the same customer. */
const LINKS = ['siteId', 'serviceId', 'siteIds', 'inventoryIds'] as const

interface Child {
  collection: CollectionName
  document: StoredDocument
}

/**
 * What an undo would give back to another customer stays where something that stays is linked with it: a service made
 * since on a site that was moved keeps that site, and with it all that hangs on it. Such records are listed as kept.
 */
export function keepTogether(plan: TakenBack, documents: Pick<Documents, 'find'>): TakenBack {
  const leaving = plan.writes.filter(isLeaving)
  if (leaving.length === 0) return plan
  const left = new Map(leaving.map((write) => [write.id, childOf(write)]))
  const owners = new Set(leaving.map(({ before }) => String(before?.customerId)))
  const written = new Map(plan.writes.map((write) => [write.id, write]))
  const children = [...owners].flatMap((customerId) =>
    MOVED_COLLECTIONS.flatMap((collection) =>
      documents.find(collection, { customerId }).flatMap((document): Child[] => {
        const write = written.get(document.id)
        // As the undo leaves it, where it does; what it deletes holds nothing back.
        if (write && !write.after) return []
        return [{ collection, document: write?.after ?? document }]
      }),
    ),
  )
  let staying = children.filter(({ document }) => !left.has(document.id))
  while (staying.length > 0) {
    const held = [...left.values()].filter((child) =>
      staying.some(({ document }) => isLinked(document, child.document)),
    )
    for (const { document } of held) left.delete(document.id)
    staying = held
  }
  const stay = leaving.filter(({ id }) => !left.has(id))
  return stay.length === 0 ? plan : withStaying(plan, stay)
}

const isLeaving = ({ before, after }: DocumentWrite): boolean =>
  before?.customerId !== undefined &&
  after?.customerId !== undefined &&
  before.customerId !== after.customerId

// Both sides were looked at just now.
const childOf = ({ collection, after }: DocumentWrite): Child => ({
  collection,
  document: after as StoredDocument,
})

const namesOf = (document: StoredDocument): unknown[] => LINKS.flatMap((field) => document[field] ?? [])

const isLinked = (a: StoredDocument, b: StoredDocument): boolean =>
  namesOf(a).includes(b.id) || namesOf(b).includes(a.id)

/** The plan without what would take these records away; everything else in them is still taken back. */
function withStaying(plan: TakenBack, stay: readonly DocumentWrite[]): TakenBack {
  const ids = new Set(stay.map(({ id }) => id))
  return {
    writes: plan.writes.map((write) =>
      ids.has(write.id) && write.before && write.after
        ? { ...write, after: { ...write.after, customerId: write.before.customerId } }
        : write,
    ),
    kept: [...plan.kept, ...stay.map(({ collection, id }) => ({ collection, id, path: 'customerId' }))],
  }
}
