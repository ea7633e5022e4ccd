import { Type } from 'typebox'
import { err, ok } from '../../lib/result.ts'
import { BATCH } from '../archive.ts'
import { changedFields, forChangedFields, hasErrors, tidyLine, tidyText, withChanges } from '../changes.ts'
import { defineCommand, type FieldIssue, type Refusal } from '../command.ts'
import { attributesInput, buildAttributes } from '../customer/build.ts'
import { anyText, clearable, closed } from '../input-kit.ts'
import { id } from '../schema-kit.ts'
import { canonicalIdentifier } from '../service/build.ts'
import { readOne, writeOf } from '../typed-reader.ts'
import {
  buildItem,
  isPlace,
  itemFields,
  itemSurroundings,
  sameSerial,
  serialKeyOf,
  tidySerial,
} from './build.ts'
import { checkItem } from './rules.ts'
import type { InventoryItem } from './schema.ts'
import { MAX_RANGE, serialRange } from './serial-range.ts'

export interface ItemSaved {
  id: string
  warnings: FieldIssue[]
}

/** A serial that is taken is the refusal itself; everything else is in the fields. */
const refusalOf = (issues: FieldIssue[]): Refusal => ({
  code: issues.some((issue) => issue.code === 'inventory.serialTaken' && issue.severity === 'error')
    ? 'inventory.serialTaken'
    : 'inventory.invalid',
  fields: issues,
  details: {
    serials: issues.flatMap((issue) =>
      issue.code === 'inventory.serialTaken' ? (issue.params?.name ?? []) : [],
    ),
  },
})

export const createItem = defineCommand({
  name: 'inventory.create',
  input: closed({ serial: anyText(), mac: Type.Optional(anyText()), ...itemFields }),
  undo: 'inverse',
  run(input, context) {
    const item = buildItem(input, context)
    if (item.placeId && !isPlace(context, item.placeId)) return err({ code: 'inventory.placeNotFound' })
    const issues = checkItem(item, itemSurroundings(item, context))
    if (hasErrors(issues)) return err(refusalOf(issues))
    const result: ItemSaved = { id: item.id, warnings: issues }
    return ok({ writes: [writeOf('inventory', undefined, item)], result })
  },
})

export interface ItemsCreated {
  ids: string[]
}

/** Taken serials that a refusal names. */
const MAX_NAMED = 50

export const createItems = defineCommand({
  name: 'inventory.createMany',
  input: closed({
    /** Serials one by one, or the first and the last of a run of numbers. */
    serials: Type.Optional(Type.Array(anyText(), { minItems: 1, maxItems: MAX_RANGE })),
    range: Type.Optional(closed({ from: anyText(), to: anyText() })),
    ...itemFields,
  }),
  undo: 'inverse',
  whole: true,
  run({ serials: given, range, ...fields }, context) {
    const ranged = range ? serialRange(range.from, range.to) : ok([])
    if (!ranged.ok)
      return err(
        ranged.error === 'form'
          ? { code: 'inventory.rangeForm' }
          : { code: 'inventory.tooMany', details: { max: MAX_RANGE } },
      )
    const serials = [...(given ?? []), ...ranged.value]
    const placeId = fields.placeId ?? context.actor.officeId
    if (!isPlace(context, placeId)) return err({ code: 'inventory.placeNotFound' })
    const seen = new Set<string>()
    const taken: string[] = []
    const items: InventoryItem[] = []
    for (const [index, serial] of serials.entries()) {
      if (index % BATCH === 0) context.progress(index, serials.length)
      const item = buildItem({ ...fields, placeId, serial }, context)
      if (seen.has(item.serialKey) || sameSerial(context.read, item.serialKey)) taken.push(item.serial)
      seen.add(item.serialKey)
      const issues = checkItem(item)
      if (hasErrors(issues)) return err({ code: 'inventory.invalid', fields: issues })
      items.push(item)
    }
    if (taken.length > 0)
      return err({
        code: 'inventory.serialTaken',
        details: { serials: taken.slice(0, MAX_NAMED), count: taken.length },
      })
    const result: ItemsCreated = { ids: items.map((item) => item.id) }
    return ok({ writes: items.map((item) => writeOf('inventory', undefined, item)), result })
  },
})

export const updateItem = defineCommand({
  name: 'inventory.update',
  input: closed({
    id: id(),
    changes: closed({
      serial: Type.Optional(anyText()),
      model: clearable(anyText()),
      mac: clearable(anyText()),
      attributes: Type.Optional(attributesInput),
      notes: clearable(anyText()),
    }),
  }),
  undo: 'inverse',
  run({ id: itemId, changes }, context) {
    const before = readOne(context.read, 'inventory', itemId)
    if (!before) return err({ code: 'inventory.notFound' })
    if (before.archived) return err({ code: 'inventory.isArchived', details: { serial: before.serial } })
    const serial =
      changes.serial === undefined ? before.serial : tidySerial(before.kind, changes.serial, context)
    const tidied = (text: string | null | undefined, tidy = tidyLine) =>
      typeof text === 'string' ? (tidy(text) ?? null) : text
    const mac = tidied(changes.mac)
    const after: InventoryItem = withChanges(before, {
      ...(changes.serial !== undefined && { serial, serialKey: serialKeyOf(serial) }),
      model: tidied(changes.model),
      mac: mac ? canonicalIdentifier('mac', mac, '') : mac,
      notes: tidied(changes.notes, tidyText),
      ...(changes.attributes && { attributes: buildAttributes(changes.attributes, context.newId) }),
    })
    const changed = changedFields(before, after)
    const issues = forChangedFields(checkItem(after, itemSurroundings(after, context)), changed)
    if (hasErrors(issues)) return err(refusalOf(issues))
    const result: ItemSaved = { id: itemId, warnings: issues }
    return ok({ writes: changed.size > 0 ? [writeOf('inventory', before, after)] : [], result })
  },
})
