import { tidyName } from '../changes.ts'
import type { MappedColumn } from './mapping.ts'
import { readPosition } from './position.ts'
import { addIssue, type RowDraft } from './row-draft.ts'

export type NameParts = Partial<Record<'whole' | 'company' | 'first' | 'last', string>>

/** A company's name is the customer's and a person beside it its contact; otherwise the parts make one name. */
export function joinNames(draft: RowDraft, { whole, company, first, last }: NameParts): void {
  const person = first === undefined ? [whole, last] : [first, last]
  const name = tidyName(person.filter(Boolean).join(' '))
  if (company !== undefined) {
    draft.customer.name = company
    draft.customer.type ??= 'business'
    if (name !== undefined) draft.contact.name ??= name
  } else if (first !== undefined && whole !== undefined) draft.customer.name = whole
  else if (name !== undefined) draft.customer.name = name
}

export interface PlaceCells {
  houseNumber?: string
  latitude?: { degrees: number; column: MappedColumn }
  longitude?: { degrees: number; column: MappedColumn }
  typed?: { text: string; column: MappedColumn }
}

/** Coordinates in two columns count more than a code, and that more than an address. */
export function placeSite(draft: RowDraft, { houseNumber, latitude, longitude, typed }: PlaceCells): void {
  if (houseNumber !== undefined) {
    const street = draft.site.addressLine1
    draft.site.addressLine1 = street ? `${street}, ${houseNumber}` : houseNumber
  }
  // An empty pair of coordinates is written as zeros by some programs.
  const isNowhere = latitude?.degrees === 0 && longitude?.degrees === 0
  if (latitude && longitude && !isNowhere) {
    draft.position = {
      kind: 'point',
      latitude: latitude.degrees,
      longitude: longitude.degrees,
      isExact: true,
    }
    return
  }
  if (!isNowhere && (latitude ?? longitude))
    addIssue(draft, (latitude ?? longitude)?.column, 'import.coordinateForm', { value: '' })
  if (!typed) return
  const position = readPosition(typed.text)
  if (position) draft.position = position
  else addIssue(draft, typed.column, 'import.positionForm', { value: typed.text.slice(0, 80) })
}
