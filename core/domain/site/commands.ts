import { Type } from 'typebox'
import { sortNameOf } from '../../lib/fold.ts'
import { err, ok } from '../../lib/result.ts'
import { archivedMark, changeMany, withoutArchived } from '../archive.ts'
import { changedFields, forChangedFields, hasErrors, tidyName, tidyText, withChanges } from '../changes.ts'
import { defineCommand, type FieldIssue } from '../command.ts'
import { editableCustomer } from '../customer/usable.ts'
import { anyText, clearable, closed, manyIds } from '../input-kit.ts'
import { customerToday } from '../office-day.ts'
import { id } from '../schema-kit.ts'
import { openServicesAt, serviceBlocker } from '../service/blockers.ts'
import { readOne, writeOf } from '../typed-reader.ts'
import { datedOrigin, originInput, positionAt, siteSurroundings, tidyTexts } from './build.ts'
import { checkSite } from './rules.ts'
import type { Site } from './schema.ts'

export interface SiteSaved {
  id: string
  plusCode: string
  warnings: FieldIssue[]
}

export const createSite = defineCommand({
  name: 'site.create',
  input: closed({
    customerId: id(),
    name: anyText(),
    addressLine1: Type.Optional(anyText()),
    addressLine2: Type.Optional(anyText()),
    city: Type.Optional(anyText()),
    state: Type.Optional(anyText()),
    postcode: Type.Optional(anyText()),
    /** The office's country when absent. */
    country: Type.Optional(anyText()),
    latitude: Type.Optional(Type.Number()),
    longitude: Type.Optional(Type.Number()),
    placeId: Type.Optional(anyText()),
    addressNote: Type.Optional(anyText()),
    separateInvoice: Type.Optional(Type.Boolean()),
    origin: Type.Optional(originInput),
  }),
  undo: 'inverse',
  run(input, context) {
    const customer = editableCustomer(context.read, input.customerId)
    if (!customer.ok) return customer
    const around = siteSurroundings(context, customer.value, undefined)
    const name = tidyName(input.name) ?? ''
    const country = tidyText(input.country) ?? around.defaultCountry ?? ''
    const { latitude, longitude, origin, separateInvoice } = input
    const issues = checkSite({ ...input, name, country }, around)
    if (hasErrors(issues) || latitude === undefined || longitude === undefined) {
      return err({ code: 'site.invalid', fields: issues })
    }
    const position = positionAt(latitude, longitude, origin, context)
    if (!position.ok) return err({ code: 'site.invalid', fields: issues })
    const site: Site = withChanges(
      {
        id: context.newId(),
        customerId: input.customerId,
        name,
        sortName: sortNameOf(name),
        country,
        ...position.value,
        separateInvoice: separateInvoice ?? false,
        createdAt: new Date(context.now).toISOString(),
      },
      tidyTexts(input),
    )
    const result: SiteSaved = { id: site.id, plusCode: site.plusCode, warnings: issues }
    return ok({ writes: [writeOf('sites', undefined, site)], result })
  },
})

const changesInput = closed({
  name: Type.Optional(anyText()),
  addressLine1: clearable(anyText()),
  addressLine2: clearable(anyText()),
  city: clearable(anyText()),
  state: clearable(anyText()),
  postcode: clearable(anyText()),
  country: Type.Optional(anyText()),
  latitude: Type.Optional(Type.Number()),
  longitude: Type.Optional(Type.Number()),
  placeId: clearable(anyText()),
  addressNote: clearable(anyText()),
  separateInvoice: Type.Optional(Type.Boolean()),
  origin: Type.Optional(originInput),
})

export const updateSite = defineCommand({
  name: 'site.update',
  input: closed({ id: id(), changes: changesInput }),
  undo: 'inverse',
  run({ id: siteId, changes }, context) {
    const before = readOne(context.read, 'sites', siteId)
    if (!before) return err({ code: 'site.notFound' })
    if (before.archived) return err({ code: 'site.isArchived', details: { name: before.name } })
    const customer = editableCustomer(context.read, before.customerId)
    if (!customer.ok) return customer
    const around = siteSurroundings(context, customer.value, siteId)
    const { latitude = before.latitude, longitude = before.longitude } = changes
    const moved = latitude !== before.latitude || longitude !== before.longitude
    const name = changes.name === undefined ? before.name : (tidyName(changes.name) ?? '')
    const country =
      tidyText(changes.country) ?? (changes.country === undefined ? before.country : around.defaultCountry)
    const edited: Site = withChanges(before, {
      ...changes,
      ...tidyTexts(changes),
      name,
      ...(changes.name !== undefined && { sortName: sortNameOf(name) }),
      country: country ?? '',
      origin: changes.origin ? datedOrigin(changes.origin, context) : before.origin,
      // A place identifier belongs to the point it was given for.
      ...(moved && changes.placeId === undefined && { placeId: null }),
    })
    const changed = changedFields(before, edited)
    // The code of a moved site is computed below, from a position that the rules have passed.
    const issues = forChangedFields(
      checkSite(moved ? { ...edited, plusCode: undefined } : edited, around),
      changed,
    )
    if (hasErrors(issues)) return err({ code: 'site.invalid', fields: issues })
    const position = moved ? positionAt(latitude, longitude, changes.origin, context) : ok({})
    if (!position.ok) return err({ code: 'site.invalid', fields: issues })
    const after: Site = { ...edited, ...position.value }
    const result: SiteSaved = { id: siteId, plusCode: after.plusCode, warnings: issues }
    return ok({ writes: changed.size > 0 ? [writeOf('sites', before, after)] : [], result })
  },
})

export const archiveSites = defineCommand({
  name: 'site.archive',
  input: closed({ ids: manyIds() }),
  undo: 'inverse',
  whole: true,
  bulk: true,
  run({ ids }, context) {
    const mark = archivedMark(context)
    return changeMany(context, 'sites', ids, 'site.notFound', (site) => {
      if (site.archived) return ok(site)
      const open = openServicesAt(context.read, site.id, customerToday(context, site.customerId))
      if (open.length > 0) {
        const blockers = open.map((service) => serviceBlocker(service, 'service.stillOpen'))
        return err({ code: 'site.blocked', details: { name: site.name, blockers } })
      }
      return ok({ ...site, archived: mark })
    })
  },
})

export const restoreSites = defineCommand({
  name: 'site.restore',
  input: closed({ ids: manyIds() }),
  undo: 'inverse',
  whole: true,
  bulk: true,
  run: ({ ids }, context) =>
    changeMany(context, 'sites', ids, 'site.notFound', (site) => {
      if (!site.archived) return ok(site)
      const customer = editableCustomer(context.read, site.customerId)
      return customer.ok ? ok(withoutArchived(site)) : customer
    }),
})

export const siteCommands = [createSite, updateSite, archiveSites, restoreSites]
