import type { Contact } from '../contact/schema.ts'
import type { Customer, CustomerAttribute } from '../customer/schema.ts'
import type { MappedColumn } from './mapping.ts'
import type { ReadPosition } from './position.ts'
import type { ImportIssueCode, RowIssue } from './report.ts'

/** What a row says; absent fields it says nothing about, `null` ones it empties. */
export interface RowDraft {
  line: number
  number?: string
  customer: {
    name?: string
    type?: Customer['type']
    taxId?: string | null
    statusId?: string
    paymentType?: Customer['paymentType']
    billDay?: number
    currency?: string
    language?: Customer['language']
    officeId?: string
    notes?: string | null
  }
  tagIds: string[]
  /** Tags that nobody has made yet. */
  newTags: string[]
  attributes: { definitionId?: string; name: string; kind: CustomerAttribute['kind']; value: string | null }[]
  contact: {
    name?: string
    role?: string | null
    emails?: string[]
    phones?: string[]
    typeIds?: string[]
    authorisedToChange?: boolean
    language?: Contact['language']
    notes?: string | null
  }
  site: {
    name?: string
    addressLine1?: string | null
    addressLine2?: string | null
    city?: string | null
    state?: string | null
    postcode?: string | null
    country?: string
    addressNote?: string | null
    separateInvoice?: boolean
  }
  position?: ReadPosition
  issues: RowIssue[]
}

export const emptyDraft = (line: number): RowDraft => ({
  line,
  customer: {},
  tagIds: [],
  newTags: [],
  attributes: [],
  contact: {},
  site: {},
  issues: [],
})

/** Blames a cell, or the whole row without a column: the row fails. */
export function addIssue(
  draft: RowDraft,
  column: MappedColumn | undefined,
  code: ImportIssueCode,
  params: RowIssue['params'],
): void {
  draft.issues.push({ ...(column && { column: column.index }), code, severity: 'error', params })
}
