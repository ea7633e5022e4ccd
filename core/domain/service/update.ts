import { Type } from 'typebox'
import { sortNameOf } from '../../lib/fold.ts'
import { err, ok } from '../../lib/result.ts'
import { changedFields, forChangedFields, hasErrors, tidyName, tidyText, withChanges } from '../changes.ts'
import { defineCommand, type DocumentWrite } from '../command.ts'
import { officeCountry } from '../contact/build.ts'
import { attributesInput, buildAttributes } from '../customer/build.ts'
import { editableCustomer } from '../customer/usable.ts'
import { anyText, clearable, closed } from '../input-kit.ts'
import { officeToday } from '../office-day.ts'
import { id, oneOf } from '../schema-kit.ts'
import { readMany, readOne, writeOf } from '../typed-reader.ts'
import {
  buildCharges,
  buildIdentifiers,
  chargesInput,
  contractInput,
  identifiersInput,
  serviceSurroundings,
} from './build.ts'
import type { ServiceSaved } from './create.ts'
import { checkService } from './rules.ts'
import { SERVICE_TYPES, type Service } from './schema.ts'

const changesInput = closed({
  name: Type.Optional(anyText()),
  /** Another site of the same customer; its equipment moves along. */
  siteId: Type.Optional(id()),
  productId: clearable(id()),
  type: Type.Optional(oneOf(SERVICE_TYPES)),
  activeFrom: Type.Optional(anyText()),
  charges: Type.Optional(chargesInput),
  contract: clearable(contractInput),
  autoRenew: Type.Optional(Type.Boolean()),
  identifiers: Type.Optional(identifiersInput),
  attributes: Type.Optional(attributesInput),
  notes: clearable(anyText()),
})

export const updateService = defineCommand({
  name: 'service.update',
  input: closed({ id: id(), changes: changesInput, requestedBy: Type.Optional(id()) }),
  undo: 'inverse',
  run({ id: serviceId, changes, requestedBy }, context) {
    const before = readOne(context.read, 'services', serviceId)
    if (!before) return err({ code: 'service.notFound' })
    if (before.archived) return err({ code: 'service.isArchived', details: { name: before.name } })
    const customer = editableCustomer(context.read, before.customerId)
    if (!customer.ok) return customer
    const country = officeCountry(context, customer.value.officeId)
    const name = changes.name === undefined ? before.name : (tidyName(changes.name) ?? '')
    const firstDay = before.activeFrom ?? officeToday(context, customer.value.officeId)
    const after: Service = withChanges(before, {
      ...changes,
      ...(changes.name !== undefined && { name, sortName: sortNameOf(name) }),
      ...(typeof changes.notes === 'string' && { notes: tidyText(changes.notes) ?? null }),
      ...(changes.charges && { charges: buildCharges(changes.charges, firstDay, context.newId) }),
      ...(changes.identifiers && {
        identifiers: buildIdentifiers(changes.identifiers, country, context.newId),
      }),
      ...(changes.attributes && { attributes: buildAttributes(changes.attributes, context.newId) }),
    })
    const changed = changedFields(before, after)
    const issues = forChangedFields(
      checkService(after, serviceSurroundings(after, customer.value, before, context)),
      changed,
    )
    if (hasErrors(issues)) return err({ code: 'service.invalid', fields: issues })
    const writes: DocumentWrite[] = changed.size > 0 ? [writeOf('services', before, after)] : []
    if (changed.has('siteId')) {
      for (const item of readMany(context.read, 'inventory', before.inventoryIds).values())
        if (item.serviceId === serviceId)
          writes.push(writeOf('inventory', item, { ...item, siteId: after.siteId }))
    }
    const result: ServiceSaved = { id: serviceId, warnings: issues }
    return ok({ writes, result, ...(requestedBy && { requestedBy }) })
  },
})
