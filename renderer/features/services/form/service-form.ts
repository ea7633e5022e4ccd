import type { CatalogRecordOf } from '#core/domain/catalog/schema.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { checkService, type ServiceSurroundings } from '#core/domain/service/rules.ts'
import { canonicalIdentifier } from '#core/domain/service/build.ts'
import type { Service, ServiceIdentifier } from '#core/domain/service/schema.ts'
import { changedKeys } from '#renderer/host/forms/index.ts'
import { formToCharge, formToRules, productToForms, type ChargeForm } from './charge-form.ts'

/** A service as a person types it. */
export interface ServiceForm {
  siteId: string | undefined
  productId: string | undefined
  name: string
  type: Service['type']
  /** Of a new one: in force at once, or waiting to be installed. */
  status: 'active' | 'pending'
  activeFrom: string
  /** Of a new one: those of a service in use change by acts of their own, which leave a history. */
  charges: ChargeForm[]
  hasContract: boolean
  contractFrom: string
  contractMonths: number | undefined
  exitFee: string
  autoRenew: boolean
  identifiers: ServiceIdentifier[]
  attributes: Service['attributes']
  /** Of a new one: what is handed over with it. */
  inventoryIds: string[]
  notes: string
}

export interface NewService {
  siteId: string | undefined
  today: string
}

export const newServiceForm = ({ siteId, today }: NewService): ServiceForm => ({
  siteId,
  productId: undefined,
  name: '',
  type: 'internet',
  status: 'active',
  activeFrom: today,
  charges: [],
  hasContract: false,
  contractFrom: today,
  contractMonths: 12,
  exitFee: '',
  autoRenew: false,
  identifiers: [],
  attributes: [],
  inventoryIds: [],
  notes: '',
})

export const serviceToForm = (service: Service): ServiceForm => ({
  siteId: service.siteId,
  productId: service.productId,
  name: service.name,
  type: service.type,
  status: service.status === 'pending' ? 'pending' : 'active',
  activeFrom: service.activeFrom ?? '',
  charges: [],
  hasContract: service.contract !== undefined,
  contractFrom: service.contract?.from ?? service.activeFrom ?? '',
  contractMonths: service.contract?.months ?? 12,
  exitFee: service.contract?.exitFee ?? '',
  autoRenew: service.autoRenew,
  identifiers: service.identifiers.map((identifier) => ({ ...identifier })),
  attributes: service.attributes.map((attribute) => ({ ...attribute })),
  inventoryIds: [],
  notes: service.notes ?? '',
})

/** The form filled from a product; what a person typed as name stays. */
export function withProduct(
  form: ServiceForm,
  product: CatalogRecordOf<'product'>,
  before: CatalogRecordOf<'product'> | undefined,
): ServiceForm {
  const { data } = product
  const isOwnName = form.name.trim() !== '' && form.name !== before?.data.name
  return {
    ...form,
    productId: product.id,
    name: isOwnName ? form.name : data.name,
    type: data.type,
    charges: productToForms(product),
    hasContract: data.contractMonths !== undefined,
    contractFrom: form.activeFrom,
    contractMonths: data.contractMonths ?? form.contractMonths,
    exitFee: data.exitFee ?? '',
  }
}

const contractOf = ({ contractFrom, contractMonths, exitFee }: ServiceForm) => ({
  from: contractFrom,
  months: contractMonths ?? 0,
  ...(exitFee !== '' && { exitFee }),
})

/** What the rules say about the form; those of charges only of a new service. */
export function checkServiceForm(
  form: ServiceForm,
  around: ServiceSurroundings,
  { isNew, country, currency }: { isNew: boolean; country: string; currency: string },
): FieldIssue[] {
  const issues = checkService(
    {
      ...(form.siteId !== undefined && { siteId: form.siteId }),
      ...(form.productId !== undefined && { productId: form.productId }),
      name: form.name,
      type: form.type,
      currency,
      ...(form.activeFrom !== '' && { activeFrom: form.activeFrom }),
      charges: isNew ? form.charges.map((charge) => formToRules(charge, form.activeFrom)) : [],
      ...(form.hasContract && { contract: contractOf(form) }),
      identifiers: form.identifiers.map((identifier) => ({
        ...identifier,
        value: canonicalIdentifier(identifier.kind, identifier.value.trim(), country),
      })),
      attributes: form.attributes,
      notes: form.notes,
    },
    around,
  )
  return isNew && form.activeFrom === ''
    ? [...issues, { path: 'activeFrom', code: 'service.dateForm', severity: 'error' }]
    : issues
}

/** Input of `service.create`. */
export const formToCreate = (form: ServiceForm, customerId: string) => ({
  customerId,
  siteId: form.siteId ?? '',
  ...(form.productId !== undefined && { productId: form.productId }),
  name: form.name,
  type: form.type,
  status: form.status,
  activeFrom: form.activeFrom,
  charges: form.charges.map(formToCharge),
  ...(form.hasContract && { contract: contractOf(form) }),
  autoRenew: form.autoRenew,
  identifiers: form.identifiers,
  attributes: attributesOf(form),
  ...(form.inventoryIds.length > 0 && { inventoryIds: form.inventoryIds }),
  ...(form.notes.trim() !== '' && { notes: form.notes }),
})

const CONTRACT: ReadonlySet<keyof ServiceForm> = new Set([
  'hasContract',
  'contractFrom',
  'contractMonths',
  'exitFee',
])

/** The `changes` of `service.update`: changed fields only, null where an optional one was emptied. */
export function formToChanges(service: Service, form: ServiceForm): Record<string, unknown> {
  const changed = new Set(changedKeys(serviceToForm(service), form))
  const isChanged = (...keys: (keyof ServiceForm)[]) => keys.some((key) => changed.has(key))
  const { exitFeeWhole } = service.contract ?? {}
  return {
    ...(isChanged('name') && { name: form.name }),
    ...(isChanged('type') && { type: form.type }),
    ...(isChanged('activeFrom') && form.activeFrom !== '' && { activeFrom: form.activeFrom }),
    ...(isChanged(...CONTRACT) && {
      contract: form.hasContract
        ? { ...contractOf(form), ...(exitFeeWhole !== undefined && { exitFeeWhole }) }
        : null,
    }),
    ...(isChanged('autoRenew') && { autoRenew: form.autoRenew }),
    ...(isChanged('identifiers') && { identifiers: form.identifiers }),
    ...(isChanged('attributes') && { attributes: attributesOf(form) }),
    ...(isChanged('notes') && { notes: form.notes.trim() === '' ? null : form.notes }),
  }
}

/** Rows without a name were opened and left. */
const attributesOf = (form: ServiceForm) => form.attributes.filter(({ name }) => name.trim() !== '')
