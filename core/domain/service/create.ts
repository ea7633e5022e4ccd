import { Type } from 'typebox'
import { sortNameOf } from '../../lib/fold.ts'
import { err, ok } from '../../lib/result.ts'
import { isCatalogKind } from '../catalog/schema.ts'
import { hasErrors, tidyName, tidyText } from '../changes.ts'
import { defineCommand, type CommandContext, type FieldIssue } from '../command.ts'
import { officeCountry } from '../contact/build.ts'
import { attributesInput, buildAttributes } from '../customer/build.ts'
import { editableCustomer } from '../customer/usable.ts'
import { anyText, closed } from '../input-kit.ts'
import { handOver } from '../inventory/hand-over.ts'
import { officeToday } from '../office-day.ts'
import { id, oneOf } from '../schema-kit.ts'
import { readOne, writeOf } from '../typed-reader.ts'
import {
  buildCharges,
  buildIdentifiers,
  chargesInput,
  contractInput,
  identifiersInput,
  productCharges,
  productCosts,
  serviceSurroundings,
} from './build.ts'
import type { ChangeEffect } from './change-effect.ts'
import { costsOf } from './recharge.ts'
import { checkService } from './rules.ts'
import { SERVICE_TYPES, type Service } from './schema.ts'
import { mayBegin } from './status-rules.ts'

export interface ServiceSaved {
  id: string
  warnings: FieldIssue[]
}

export interface ServiceCreated extends ServiceSaved {
  /** What the first periods cost. */
  effect: ChangeEffect
}

const productOf = (context: CommandContext, productId: string | undefined) => {
  const product = productId === undefined ? undefined : readOne(context.read, 'catalog', productId)
  return product && isCatalogKind('product', product) ? product : undefined
}

export const createService = defineCommand({
  name: 'service.create',
  input: closed({
    customerId: id(),
    siteId: id(),
    /** Gives name, type, charges and contract where these are absent. */
    productId: Type.Optional(id()),
    name: Type.Optional(anyText()),
    type: Type.Optional(oneOf(SERVICE_TYPES)),
    /** Active when absent. */
    status: Type.Optional(oneOf(['pending', 'active'])),
    /** First day of service; today in the customer's office when absent. */
    activeFrom: Type.Optional(anyText()),
    charges: Type.Optional(chargesInput),
    contract: Type.Optional(contractInput),
    autoRenew: Type.Optional(Type.Boolean()),
    identifiers: Type.Optional(identifiersInput),
    attributes: Type.Optional(attributesInput),
    /** Items in stock that are handed over with it. */
    inventoryIds: Type.Optional(Type.Array(id(), { maxItems: 500 })),
    notes: Type.Optional(anyText()),
    /** The contact who asked for it. */
    requestedBy: Type.Optional(id()),
  }),
  undo: 'inverse',
  explains: true,
  run(input, context) {
    const found = editableCustomer(context.read, input.customerId)
    if (!found.ok) return found
    const customer = found.value
    const status = input.status ?? 'active'
    const allowed = mayBegin(customer, status, context)
    if (!allowed.ok) return allowed
    const product = productOf(context, input.productId)
    const today = officeToday(context, customer.officeId)
    const activeFrom = input.activeFrom ?? today
    const name = tidyName(input.name) ?? product?.data.name ?? ''
    const notes = tidyText(input.notes)
    const contract =
      input.contract ??
      (product?.data.contractMonths && {
        from: activeFrom,
        months: product.data.contractMonths,
        ...(product.data.exitFee !== undefined && { exitFee: product.data.exitFee }),
      })
    const service: Service = {
      id: context.newId(),
      customerId: customer.id,
      siteId: input.siteId,
      ...(input.productId && { productId: input.productId }),
      name,
      sortName: sortNameOf(name),
      type: input.type ?? product?.data.type ?? 'other',
      status,
      // One that is told late has been in service since its first day.
      statusSince: status === 'active' && activeFrom < today ? activeFrom : today,
      activeFrom,
      currency: input.charges || !product ? customer.currency : product.data.currency,
      charges: input.charges
        ? buildCharges(input.charges, activeFrom, context.newId, productCosts(product))
        : product
          ? productCharges(product, activeFrom, context.newId)
          : [],
      ...(contract && { contract }),
      autoRenew: input.autoRenew ?? false,
      identifiers: buildIdentifiers(
        input.identifiers ?? [],
        officeCountry(context, customer.officeId),
        context.newId,
      ),
      attributes: buildAttributes(input.attributes ?? [], context.newId),
      inventoryIds: [...new Set(input.inventoryIds)],
      ...(notes && { notes }),
      createdAt: new Date(context.now).toISOString(),
    }
    const issues = checkService(service, serviceSurroundings(service, customer, undefined, context))
    if (hasErrors(issues)) return err({ code: 'service.invalid', fields: issues })
    const target = { customerId: customer.id, siteId: service.siteId, serviceId: service.id }
    const handedOver = handOver(service.inventoryIds, target, context)
    if (!handedOver.ok) return handedOver
    const { effect } = costsOf({ after: service, customer, on: activeFrom }, context)
    const result: ServiceCreated = { id: service.id, warnings: issues, effect }
    return ok({
      writes: [writeOf('services', undefined, service), ...handedOver.value],
      result,
      ...(input.requestedBy && { requestedBy: input.requestedBy }),
    })
  },
})
