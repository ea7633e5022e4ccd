import type { CatalogRecordOf } from '../catalog/schema.ts'
import type { Site } from '../site/schema.ts'
import { MESSAGE_KINDS, type Contact, type MessageKind } from './schema.ts'

/** One person's part in the matrix. */
export interface MatrixRow {
  contactId: string
  name: string
  /** The kinds that the person's types receive. */
  receives: Record<MessageKind, boolean>
  /** The kinds that really arrive: an address is there and the person is not suppressed for that kind. */
  reaches: Record<MessageKind, boolean>
  /** Sites the person is responsible for; empty means all. */
  siteIds: readonly string[]
}

/** Nobody gets messages of this kind, for these sites or (no sites named) for the customer as a whole. */
export interface MatrixGap {
  kind: MessageKind
  siteIds: readonly string[]
  /** True when no site of the customer is served. */
  everywhere: boolean
}

export interface ContactMatrix {
  rows: MatrixRow[]
  gaps: MatrixGap[]
  /** Who gets a kind for a site: `receivers(kind, siteId)`, contact ids in row order. */
  receivers: (kind: MessageKind, siteId: string) => string[]
}

/** Kinds that somebody must get. Campaigns are nobody's duty. */
export const NEEDED_KINDS = MESSAGE_KINDS.filter((kind) => kind !== 'campaigns')

/**
 * Person × message kind × site (domain.md §2). Archived contacts and sites take no part; archived types still count,
 * because people keep the types they have.
 */
export function contactMatrix(
  contacts: readonly Contact[],
  sites: readonly Site[],
  contactTypes: readonly CatalogRecordOf<'contactType'>[],
): ContactMatrix {
  const types = new Map(contactTypes.map((type) => [type.id, type]))
  const rows = contacts
    .filter((contact) => !contact.archived)
    .sort((a, b) => (a.sortName < b.sortName ? -1 : a.sortName > b.sortName ? 1 : a.id < b.id ? -1 : 1))
    .map((contact) => rowOf(contact, types))
  const siteIds = sites.filter((site) => !site.archived).map((site) => site.id)
  const receivers = (kind: MessageKind, siteId: string) =>
    rows.filter((row) => row.reaches[kind] && serves(row, siteId)).map((row) => row.contactId)
  const gaps = NEEDED_KINDS.flatMap((kind): MatrixGap[] => {
    if (siteIds.length === 0) {
      return rows.some((row) => row.reaches[kind]) ? [] : [{ kind, siteIds: [], everywhere: true }]
    }
    const missing = siteIds.filter((siteId) => receivers(kind, siteId).length === 0)
    if (missing.length === 0) return []
    return [{ kind, siteIds: missing, everywhere: missing.length === siteIds.length }]
  })
  return { rows, gaps, receivers }
}

const serves = (row: MatrixRow, siteId: string) => row.siteIds.length === 0 || row.siteIds.includes(siteId)

function rowOf(contact: Contact, types: ReadonlyMap<string, CatalogRecordOf<'contactType'>>): MatrixRow {
  const held = contact.typeIds.flatMap((id) => types.get(id) ?? [])
  const receives = byKind((kind) => held.some((type) => type.data.receives[kind]))
  return {
    contactId: contact.id,
    name: contact.name,
    receives,
    reaches: byKind((kind) => receives[kind] && canReceive(contact, kind)),
    siteIds: contact.siteIds,
  }
}

/** A person who unsubscribed or complained gets no campaigns; a dead or blocked address gets nothing. */
function canReceive(contact: Contact, kind: MessageKind): boolean {
  if (contact.emails.length === 0) return false
  const reason = contact.suppressed?.reason
  if (reason === 'bounced' || reason === 'byHand') return false
  if (kind !== 'campaigns') return true
  return reason === undefined && contact.consent?.marketing === true
}

const byKind = (decide: (kind: MessageKind) => boolean): Record<MessageKind, boolean> => ({
  invoices: decide('invoices'),
  reminders: decide('reminders'),
  outages: decide('outages'),
  works: decide('works'),
  visits: decide('visits'),
  campaigns: decide('campaigns'),
})
