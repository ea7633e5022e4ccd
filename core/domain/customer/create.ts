import { Type } from 'typebox'
import { sortNameOf } from '../../lib/fold.ts'
import { err, ok } from '../../lib/result.ts'
import { isCatalogKind, type CatalogRecordOf } from '../catalog/schema.ts'
import { hasErrors, tidyName, tidyText } from '../changes.ts'
import { defineCommand, type CommandContext, type FieldIssue } from '../command.ts'
import { buildContact, contactSurroundings } from '../contact/build.ts'
import { contactFields } from '../contact/input.ts'
import { checkContact } from '../contact/rules.ts'
import { anyText, closed } from '../input-kit.ts'
import { id, language, oneOf } from '../schema-kit.ts'
import { seedId } from '../seed-id.ts'
import { readOne, readWhere, writeOf } from '../typed-reader.ts'
import {
  attributesInput,
  buildAttributes,
  buildPaymentMethods,
  customerSurroundings,
  nextCustomerNumber,
  paymentMethodsInput,
  tidyTaxId,
} from './build.ts'
import { checkCustomer } from './rules.ts'
import { CUSTOMER_TYPES, PAYMENT_TYPES, type Customer } from './schema.ts'

export interface CustomerCreated {
  id: string
  number: string
  /** The contact made in the same step: always for individuals, for businesses when one was given. */
  contactId?: string
  warnings: FieldIssue[]
}

/** Languages of the interface by the office's country; everything else is written to in English. */
const SPANISH_SPEAKING = /^(ES|MX|AR|BO|CL|CO|CR|CU|DO|EC|GQ|GT|HN|NI|PA|PE|PR|PY|SV|UY|VE)$/

const languageOf = (country: string): Customer['language'] => (SPANISH_SPEAKING.test(country) ? 'es' : 'en')

/** The first status in the catalogue's order, by default "Activo". */
function firstStatusId(context: CommandContext): string {
  const statuses = readWhere(context.read, 'catalog', { kind: 'customerStatus' }).filter(
    (status) => !status.archived,
  )
  return statuses.sort((a, b) => (a.rank < b.rank ? -1 : 1))[0]?.id ?? ''
}

function officeOf(context: CommandContext, officeId: string): CatalogRecordOf<'office'> | undefined {
  const office = readOne(context.read, 'catalog', officeId)
  return office && !office.archived && isCatalogKind('office', office) ? office : undefined
}

export const createCustomer = defineCommand({
  name: 'customer.create',
  input: closed({
    name: anyText(),
    type: oneOf(CUSTOMER_TYPES),
    taxId: Type.Optional(anyText()),
    statusId: Type.Optional(id()),
    paymentType: Type.Optional(oneOf(PAYMENT_TYPES)),
    billDay: Type.Optional(Type.Number()),
    currency: Type.Optional(anyText()),
    language: Type.Optional(language()),
    tags: Type.Optional(Type.Array(id())),
    attributes: Type.Optional(attributesInput),
    paymentMethods: Type.Optional(paymentMethodsInput),
    officeId: Type.Optional(id()),
    notes: Type.Optional(anyText()),
    /** The first contact. Its name is the customer's own for an individual, and needed for a business. */
    contact: Type.Optional(closed({ name: Type.Optional(anyText()), ...contactFields })),
  }),
  undo: 'inverse',
  run(input, context) {
    const office = officeOf(context, input.officeId ?? context.actor.officeId)
    if (!office) return err({ code: 'customer.officeNotFound' })
    const country = office.data.country
    const name = tidyName(input.name) ?? ''
    const taxId = tidyTaxId(input.taxId, country)
    const notes = tidyText(input.notes)
    const draft = {
      name,
      type: input.type,
      ...(taxId && { taxId }),
      statusId: input.statusId ?? firstStatusId(context),
      paymentType: input.paymentType ?? 'postpaid',
      billDay: input.billDay ?? 1,
      currency: input.currency ?? office.data.currency,
      language: input.language ?? languageOf(country),
      tags: [...new Set(input.tags)],
      attributes: buildAttributes(input.attributes ?? [], context.newId),
      paymentMethods: buildPaymentMethods(input.paymentMethods ?? [], context.newId),
      officeId: office.id,
      ...(notes && { notes }),
    }
    const customerId = context.newId()
    const issues = checkCustomer(draft, customerSurroundings(draft, undefined, context))
    const contact = firstContact(input, customerId, name, country, context)
    if (contact) {
      const around = contactSurroundings(context, customerId, country)
      issues.push(
        ...checkContact(contact, around)
          // The name is the customer's own, and asked for there.
          .filter((issue) => input.type === 'business' || issue.path !== 'name')
          .map((issue) => ({ ...issue, path: `contact/${issue.path}` })),
      )
    }
    if (hasErrors(issues)) return err({ code: 'customer.invalid', fields: issues })
    const customer: Customer = {
      id: customerId,
      number: nextCustomerNumber(office.data.prefix, context),
      sortName: sortNameOf(name),
      createdAt: new Date(context.now).toISOString(),
      ...draft,
    }
    const result: CustomerCreated = {
      id: customerId,
      number: customer.number,
      ...(contact && { contactId: contact.id }),
      warnings: issues,
    }
    const writes = [writeOf('customers', undefined, customer)]
    if (contact) writes.push(writeOf('contacts', undefined, contact))
    return ok({ writes, result })
  },
})

type ContactInput = Omit<Parameters<typeof buildContact>[0], 'customerId' | 'name'> & { name?: string }

/** An individual is a contact of their own at once (domain.md §2); a business gets the one that was given, if any. */
function firstContact(
  input: { type: Customer['type']; language?: Customer['language']; contact?: ContactInput },
  customerId: string,
  name: string,
  country: string,
  context: CommandContext,
) {
  if (input.type === 'individual') {
    return buildContact(
      {
        typeIds: [seedId(context.sha256, 'contactType', 'own')],
        authorisedToChange: true,
        ...input.contact,
        name,
        customerId,
      },
      country,
      context,
    )
  }
  if (!input.contact) return undefined
  return buildContact({ ...input.contact, name: input.contact.name ?? '', customerId }, country, context)
}
