import { fold, sortNameOf } from '../../lib/fold.ts'
import { tidyLine, tidyName, tidyText, withChanges } from '../changes.ts'
import type { CommandContext, FieldIssue } from '../command.ts'
import { nextCustomerNumber, tidyTaxId } from '../customer/build.ts'
import { checkCustomer, type CustomerDraft } from '../customer/rules.ts'
import type { Customer, CustomerAttribute } from '../customer/schema.ts'
import { takenValues } from '../customer/unique-values.ts'
import { readTaxId } from '../values/tax-id.ts'
import type { ImportCatalog } from './catalog.ts'
import type { PlannedStore } from './planned.ts'
import type { RowDraft } from './row-draft.ts'

/** Countries whose customers are written to in Spanish unless they say otherwise. */
const SPANISH_SPEAKING = /^(ES|MX|AR|BO|CL|CO|CR|CU|DO|EC|GQ|GT|HN|NI|PA|PE|PR|PY|SV|UY|VE)$/

export interface PlannedCustomer {
  after: Customer
  issues: FieldIssue[]
}

/**
 * Forms of companies as they end a name in Spain, Mexico, Argentina and Britain. Two bare capitals such as `SA` are left
 * alone: people have such names too.
 */
const COMPANY_FORM =
  /[\s,](S\.\s?[AL]\.(\s?[UL]\.)?|S\.\s?(A\.\s?S|R\.\s?L|C|COOP)\.?|C\.\s?B\.|S[AL]U|SLL|SRL|SAS|SL|S\.? (DE )?R\.?\s?L\.? DE C\.?\s?V\.?|S\.?\s?A\.?\s?(P\.?\s?I\.?\s?)?DE C\.?\s?V\.?|LTD\.?|LIMITED|PLC|LLP|LLC|INC\.?)$/i

/** Person or company, where no column says it: the tax identifier knows best, then the form that ends the name. */
function typeByName(name: string, taxId: string | null | undefined, country: string): Customer['type'] {
  const { holder } = readTaxId(taxId ?? '', country)
  if (holder) return holder === 'organisation' ? 'business' : 'individual'
  return COMPANY_FORM.test(name) ? 'business' : 'individual'
}

/** A number that this program itself gives out, and might give out again: `MAD-7Q-000123`. */
export const isOwnNumber = (number: string): boolean => /^[A-Z0-9]{2,4}-[A-Z0-9]{2}-\d{6,}$/i.test(number)

/** The customer that a row makes. Its number is the row's own, or the next of this desktop. */
export function newCustomer(
  draft: RowDraft,
  catalog: ImportCatalog,
  store: Pick<PlannedStore, 'holderOf'>,
  context: CommandContext,
): PlannedCustomer {
  const said = draft.customer
  const office = (said.officeId && catalog.officeOf(said.officeId)) || catalog.ownOffice
  const country = office?.data.country ?? ''
  const name = tidyName(said.name ?? draft.contact.name) ?? ''
  const values: CustomerDraft & { name: string } = {
    name,
    type: said.type ?? typeByName(name, said.taxId, country),
    statusId: said.statusId ?? catalog.statuses[0]?.id ?? '',
    paymentType: said.paymentType ?? 'postpaid',
    billDay: said.billDay ?? 1,
    currency: said.currency ?? office?.data.currency ?? '',
    language: said.language ?? (SPANISH_SPEAKING.test(country) ? 'es' : 'en'),
    tags: [...new Set(draft.tagIds)],
    attributes: withAttributes([], draft.attributes, context.newId),
    paymentMethods: [],
    officeId: office?.id ?? '',
    ...optional('taxId', tidyTaxId(said.taxId, country)),
    ...optional('notes', tidyText(said.notes)),
  }
  const issues = checkRules(values, undefined, catalog, store, context)
  const after = {
    // The rules have seen to what a draft may lack.
    ...(values as Omit<Customer, 'id' | 'number' | 'sortName' | 'createdAt'>),
    id: context.newId(),
    number: draft.number ?? '',
    sortName: sortNameOf(name),
    createdAt: new Date(context.now).toISOString(),
  }
  return { after, issues }
}

/** Gives a customer its number, once the row is sure to make it. */
export const numbered = (customer: Customer, catalog: ImportCatalog, context: CommandContext): Customer =>
  customer.number === ''
    ? {
        ...customer,
        number: nextCustomerNumber(catalog.officeOf(customer.officeId)?.data.prefix ?? '', context),
      }
    : customer

/** The customer as a row leaves it. Tags are added, attributes set one by one, all else as the row says. */
export function changedCustomer(
  before: Customer,
  draft: RowDraft,
  catalog: ImportCatalog,
  store: Pick<PlannedStore, 'holderOf'>,
  context: CommandContext,
): PlannedCustomer {
  const { name, taxId, notes, ...plain } = draft.customer
  const country = catalog.officeOf(plain.officeId ?? before.officeId)?.data.country
  const renamed = name === undefined ? undefined : (tidyName(name) ?? '')
  const after = withChanges(before, {
    ...plain,
    ...(renamed !== undefined && { name: renamed, sortName: sortNameOf(renamed) }),
    ...(taxId !== undefined && { taxId: tidyTaxId(taxId, country) ?? null }),
    ...(notes !== undefined && { notes: tidyText(notes) ?? null }),
    tags: [...new Set([...before.tags, ...draft.tagIds])],
    attributes: withAttributes(before.attributes, draft.attributes, context.newId),
  })
  return { after, issues: checkRules(after, before, catalog, store, context) }
}

function checkRules(
  draft: CustomerDraft,
  before: Customer | undefined,
  catalog: ImportCatalog,
  { holderOf }: Pick<PlannedStore, 'holderOf'>,
  context: CommandContext,
): FieldIssue[] {
  const country = draft.officeId ? catalog.officeOf(draft.officeId)?.data.country : undefined
  // Who else has the tax identifier is the matcher's business here.
  return checkCustomer(draft, {
    ...(country && { country }),
    statusIds: withOne(catalog.statusIds, before?.statusId),
    officeIds: withOne(catalog.officeIds, before?.officeId),
    attributes: catalog.attributes,
    taken: takenValues(draft.attributes ?? [], catalog.uniqueIds, before?.id, holderOf),
    now: context.now,
  })
}

/** Ids that may be chosen, and the one that a record has had so far. */
const withOne = (ids: ReadonlySet<string>, held: string | undefined): ReadonlySet<string> =>
  held === undefined || ids.has(held) ? ids : new Set([...ids, held])

/** Attributes of a definition by it, free ones by their name. */
function withAttributes(
  held: readonly CustomerAttribute[],
  said: RowDraft['attributes'],
  newId: () => string,
): CustomerAttribute[] {
  let attributes = [...held]
  for (const { definitionId, name, kind, value } of said) {
    const at = attributes.findIndex((one) =>
      definitionId === undefined
        ? one.definitionId === undefined && fold(one.name) === fold(name)
        : one.definitionId === definitionId,
    )
    const known = attributes[at]
    if (value === null) attributes = attributes.filter((_, i) => i !== at)
    else if (known) attributes[at] = { ...known, kind, value: tidyLine(value) ?? '' }
    else
      attributes.push({
        id: newId(),
        ...(definitionId && { definitionId }),
        name,
        kind,
        value: tidyLine(value) ?? '',
      })
  }
  return attributes
}

const optional = <K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, string>)
