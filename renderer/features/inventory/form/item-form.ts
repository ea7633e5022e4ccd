import type { FieldIssue } from '#core/domain/command.ts'
import { checkItem, type InventorySurroundings } from '#core/domain/inventory/rules.ts'
import type { InventoryItem, InventoryKind } from '#core/domain/inventory/schema.ts'
import { canonicalIdentifier } from '#core/domain/service/build.ts'
import { changedKeys } from '#renderer/host/forms/index.ts'
import { isVirtual } from '../useItemWords.ts'

/** An item as a person types it. */
export interface ItemForm {
  kind: InventoryKind
  serial: string
  model: string
  mac: string
  /** Only of a new one: items move by an action of their own. */
  placeId: string | undefined
  attributes: InventoryItem['attributes']
  notes: string
}

export const newItemForm = (kind: InventoryKind, placeId: string | undefined): ItemForm => ({
  kind,
  serial: '',
  model: '',
  mac: '',
  placeId,
  attributes: [],
  notes: '',
})

export const itemToForm = (item: InventoryItem): ItemForm => ({
  kind: item.kind,
  serial: item.serial,
  model: item.model ?? '',
  mac: item.mac ?? '',
  placeId: item.placeId,
  attributes: item.attributes.map((attribute) => ({ ...attribute })),
  notes: item.notes ?? '',
})

/** The serial as it will be stored: blocks and numbers in their canonical form where they can be read. */
export function storedSerial(kind: InventoryKind, typed: string, country: string): string {
  const text = typed.trim()
  if (text === '') return ''
  if (kind === 'ipBlock') return canonicalIdentifier('subnet', text, '')
  return kind === 'phoneNumber' ? canonicalIdentifier('phone', text, country) : text
}

/** What virtual items do not have is not sent, whatever was typed before the kind was changed. */
const textsOf = (form: ItemForm) => ({
  model: isVirtual(form.kind) ? '' : form.model.trim(),
  mac: isVirtual(form.kind) ? '' : form.mac.trim(),
  notes: form.notes.trim(),
})

/** A block is judged as typed, so that bits behind its prefix are noticed. */
export const checkItemForm = (form: ItemForm, country: string, around: InventorySurroundings): FieldIssue[] =>
  checkItem(
    {
      ...textsOf(form),
      kind: form.kind,
      serial: form.kind === 'ipBlock' ? form.serial : storedSerial(form.kind, form.serial, country),
      attributes: form.attributes,
    },
    around,
  )

/** Input of `inventory.create`. */
export function formToCreate(form: ItemForm) {
  const texts = Object.entries(textsOf(form)).filter(([, text]) => text !== '')
  return {
    kind: form.kind,
    serial: form.serial,
    ...Object.fromEntries(texts),
    ...(form.placeId !== undefined && { placeId: form.placeId }),
    attributes: attributesOf(form),
  }
}

/** The `changes` of `inventory.update`: changed fields only, null where an optional one was emptied. */
export function formToChanges(item: InventoryItem, form: ItemForm): Record<string, unknown> {
  const old = itemToForm(item)
  const texts = textsOf(form)
  const changed = changedKeys(textsOf(old), texts)
  return {
    ...(form.serial.trim() !== item.serial && { serial: form.serial }),
    ...Object.fromEntries(changed.map((key) => [key, texts[key] || null])),
    ...(changedKeys(old, form).includes('attributes') && { attributes: attributesOf(form) }),
  }
}

/** Rows without a name were opened and left. */
const attributesOf = (form: ItemForm) => form.attributes.filter(({ name }) => name.trim() !== '')
