import { Type, type Static } from 'typebox'
import { fold } from '../../lib/fold.ts'
import { tidyLine, tidyText } from '../changes.ts'
import type { CommandContext, CommandReader } from '../command.ts'
import { attributesInput, buildAttributes } from '../customer/build.ts'
import { officeCountry } from '../contact/build.ts'
import { isCatalogKind } from '../catalog/schema.ts'
import { identifierRange } from '../identifier.ts'
import { anyText } from '../input-kit.ts'
import { id, oneOf } from '../schema-kit.ts'
import { canonicalIdentifier } from '../service/build.ts'
import { readInUse, readOne } from '../typed-reader.ts'
import type { InventorySurroundings } from './rules.ts'
import { INVENTORY_KINDS, KEPT_STATES, type InventoryItem, type InventoryKind } from './schema.ts'

/** Fields that one item and a range of items may be made with. */
export const itemFields = {
  kind: oneOf(INVENTORY_KINDS),
  model: Type.Optional(anyText()),
  /** A stock place, office or technician; the person's office when absent. */
  placeId: Type.Optional(id()),
  attributes: Type.Optional(attributesInput),
  notes: Type.Optional(anyText()),
}

/** The serial by which items are told apart: case, accents and outer blanks do not count. */
export const serialKeyOf = (serial: string): string => fold(serial).slice(0, 240)

/** The serial as stored: blocks and numbers in their canonical form where they can be read. */
export function tidySerial(kind: InventoryKind, serial: string, context: CommandContext): string {
  const text = tidyLine(serial) ?? ''
  if (kind === 'ipBlock') return text === '' ? text : canonicalIdentifier('subnet', text, '')
  if (kind === 'phoneNumber')
    return canonicalIdentifier('phone', text, officeCountry(context, context.actor.officeId))
  return text
}

export interface NewItem {
  kind: InventoryKind
  serial: string
  model?: string
  mac?: string
  placeId?: string
  attributes?: Static<typeof attributesInput>
  notes?: string
}

/** A new item in stock. */
export function buildItem(input: NewItem, context: CommandContext): InventoryItem {
  const serial = tidySerial(input.kind, input.serial, context)
  const model = tidyLine(input.model)
  const mac = tidyLine(input.mac)
  const notes = tidyText(input.notes)
  return {
    id: context.newId(),
    kind: input.kind,
    serial,
    serialKey: serialKeyOf(serial),
    ...(model && { model }),
    ...(mac && { mac: canonicalIdentifier('mac', mac, '') }),
    state: 'inStock',
    placeId: input.placeId ?? context.actor.officeId,
    attributes: buildAttributes(input.attributes ?? [], context.newId),
    ...(notes && { notes }),
    createdAt: new Date(context.now).toISOString(),
  }
}

/** The item in use with this serial, other than `exceptId`. */
export function sameSerial(
  read: CommandReader,
  serialKey: string,
  exceptId?: string,
): InventoryItem | undefined {
  for (const state of KEPT_STATES) {
    const found = readInUse(read, 'inventory', { serialKey, state }, exceptId)
    if (found) return found
  }
  return undefined
}

export function itemSurroundings(
  item: Pick<InventoryItem, 'id' | 'kind' | 'serial' | 'serialKey'>,
  context: CommandContext,
): InventorySurroundings {
  const same = sameSerial(context.read, item.serialKey, item.id)
  const range = item.kind === 'ipBlock' ? identifierRange('subnet', item.serial) : undefined
  const among = { collection: 'inventory', exceptId: item.id } as const
  const [overlapping] = range ? context.read.findIdentifiers(range, 1, among) : []
  return { ...(same && { sameSerial: same }), ...(overlapping && { overlapping: overlapping.value }) }
}

/** Whether an item can be kept there: a stock place, office or technician in use. */
export function isPlace(context: CommandContext, placeId: string): boolean {
  const place = readOne(context.read, 'catalog', placeId)
  if (!place || place.archived) return false
  return (
    isCatalogKind('stockPlace', place) || isCatalogKind('office', place) || isCatalogKind('technician', place)
  )
}
