import { archivedMark, withoutArchived } from '../archive.ts'
import { isCatalogKind } from '../catalog/schema.ts'
import type { CommandContext, DocumentWrite } from '../command.ts'
import type { Contact } from '../contact/schema.ts'
import { nextCustomerNumber } from '../customer/build.ts'
import type { Customer } from '../customer/schema.ts'
import type { DocumentOf } from '../documents.ts'
import type { InventoryItem } from '../inventory/schema.ts'
import { emailKeys } from '../matching/keys.ts'
import { customerToday } from '../office-day.ts'
import { entities, titleOf } from '../registry.ts'
import type { Service } from '../service/schema.ts'
import { standingOn } from '../service/standing.ts'
import { readOne, readWhere } from '../typed-reader.ts'
import { contactWith, customerWith, hasKey, itemWith, overlaps, serviceWith } from './find-taken.ts'
import {
  MOST_TAKEN,
  TAKEN_OPTIONS,
  type RestoreResult,
  type TakenChoice,
  type TakenChoices,
  type TakenItem,
  type TakenKind,
} from './taken.ts'

/** Of an office that is gone. */
const FALLBACK_PREFIX = 'CLI'

type Restorable = 'customers' | 'contacts' | 'services' | 'inventory'
type Found = Omit<TakenItem, 'options' | 'choice'>

/**
 * Brings records back and settles, value by value, what somebody else has got meanwhile. Each call answers the restored
 * record; what changes beside it is in `writes`, all in one op, so that one undo takes everything back.
 */
export function createRestoring(context: CommandContext, choices: TakenChoices = {}) {
  const { read } = context
  const edited = new Map<string, DocumentWrite>()
  const result: RestoreResult = { taken: [], takenCounts: {} }
  const chosen = new Map(choices.items?.map(({ id, path, choice }) => [`${id}/${path}`, choice]))
  /** Numbers and serials that this command has given back already. */
  const given = new Set<string>()

  /** The record as this command has left it so far. */
  const latest = <C extends Restorable>(collection: C, document: DocumentOf[C]): DocumentOf[C] =>
    (edited.get(`${collection}/${document.id}`)?.after as DocumentOf[C] | undefined) ?? document

  function edit<C extends Restorable>(
    collection: C,
    document: DocumentOf[C],
    change: (now: DocumentOf[C]) => DocumentOf[C],
  ): void {
    const key = `${collection}/${document.id}`
    const before = edited.get(key)?.before ?? document
    edited.set(key, { collection, id: document.id, before, after: change(latest(collection, document)) })
  }

  /** A number that nobody ever had, of the customer's office. */
  function newNumber({ officeId }: Customer): string {
    const office = readOne(read, 'catalog', officeId)
    const prefix = office && isCatalogKind('office', office) ? office.data.prefix : undefined
    return nextCustomerNumber(prefix ?? FALLBACK_PREFIX, context)
  }

  /** Notes what is taken and answers what to do about it. */
  function settle(found: Found, options: readonly TakenChoice[] = TAKEN_OPTIONS[found.kind]): TakenChoice {
    const wanted = chosen.get(`${found.id}/${found.path}`) ?? choices.kinds?.[found.kind]
    const choice = options.find((option) => option === wanted) ?? options[0] ?? 'keep'
    result.takenCounts[found.kind] = (result.takenCounts[found.kind] ?? 0) + 1
    if (result.taken.length < MOST_TAKEN) result.taken.push({ ...found, options, choice })
    return choice
  }

  const found = <C extends Restorable, H extends Restorable>(
    kind: TakenKind,
    [collection, document]: readonly [C, DocumentOf[C]],
    [path, value]: readonly [string, string],
    [holderCollection, holder]: readonly [H, DocumentOf[H]],
  ): Found => {
    const customerId = entities[holderCollection].customerIdOf({ ...holder })
    return {
      kind,
      collection,
      id: document.id,
      title: titleOf(collection, { ...document }),
      path,
      value,
      holder: {
        collection: holderCollection,
        id: holder.id,
        title: titleOf(holderCollection, { ...holder }),
        ...(customerId !== undefined && { customerId }),
      },
    }
  }

  function numberOf(customer: Customer): Customer {
    const key = `number/${customer.number}`
    const other = customerWith(read, 'number', customer.number, customer.id)
    if (!other) {
      if (!given.has(key)) {
        given.add(key)
        return customer
      }
      // Another one that came back in the same batch has it.
      return { ...customer, number: newNumber(customer) }
    }
    const choice = settle(
      found('number', ['customers', customer], ['number', customer.number], ['customers', other]),
    )
    if (choice === 'keep' || given.has(key)) return { ...customer, number: newNumber(customer) }
    given.add(key)
    edit('customers', other, (now) => ({ ...now, number: newNumber(now) }))
    return customer
  }

  function taxIdOf(customer: Customer): Customer {
    const { taxId, ...rest } = customer
    const other = taxId === undefined ? undefined : customerWith(read, 'taxId', taxId, customer.id)
    if (taxId === undefined || !other) return customer
    const choice = settle(found('taxId', ['customers', customer], ['taxId', taxId], ['customers', other]))
    if (choice === 'without') return rest
    if (choice === 'take')
      edit('customers', other, (now) => {
        const { taxId: _lost, ...others } = now
        return others
      })
    return customer
  }

  function contact(restored: Contact): Contact {
    let now = restored
    for (const { id, address } of restored.emails) {
      const other = contactWith(read, address, restored.customerId)
      const key = emailKeys(address)[0]?.key
      if (!other || key === undefined) continue
      const choice = settle(
        found('email', ['contacts', restored], [`emails/${id}`, address], ['contacts', other]),
      )
      if (choice === 'without') now = { ...now, emails: now.emails.filter((email) => email.id !== id) }
      if (choice === 'take')
        edit('contacts', other, (one) => ({
          ...one,
          emails: one.emails.filter((email) => !hasKey(email.address, key)),
        }))
    }
    return now
  }

  function service(restored: Service): Service {
    const today = customerToday(context, restored.customerId)
    if (standingOn(restored, today).status === 'ended') return restored
    let now = restored
    for (const identifier of restored.identifiers) {
      const other = serviceWith(read, identifier, restored)
      // Within one customer it was so before.
      if (!other || latest('services', other).identifiers.every((one) => !overlaps(one, identifier))) continue
      const path = `identifiers/${identifier.id}`
      const choice = settle(
        found('identifier', ['services', restored], [path, identifier.value], ['services', other]),
      )
      if (choice === 'without')
        now = { ...now, identifiers: now.identifiers.filter(({ id }) => id !== identifier.id) }
      if (choice === 'take')
        edit('services', other, (one) => ({
          ...one,
          identifiers: one.identifiers.filter((held) => !overlaps(held, identifier)),
        }))
    }
    return now
  }

  return {
    contact: (archived: Contact): Contact => contact(withoutArchived(archived)),
    service: (archived: Service): Service => service(withoutArchived(archived)),

    /** With the contacts and services that come back with it. */
    customer(archived: Customer): Customer {
      const { id: customerId } = archived
      for (const own of readWhere(read, 'contacts', { customerId })) {
        if (own.archived) continue
        const now = contact(own)
        if (now !== own) edit('contacts', own, () => now)
      }
      for (const own of readWhere(read, 'services', { customerId })) {
        if (own.archived) continue
        const now = service(own)
        if (now !== own) edit('services', own, () => now)
      }
      return taxIdOf(numberOf(withoutArchived(archived)))
    },

    /** The same item when it stays archived: two things cannot have one serial. */
    item(archived: InventoryItem): InventoryItem {
      const restored = withoutArchived(archived)
      if (archived.state === 'retired') return restored
      const key = `serial/${archived.serialKey}`
      const other = itemWith(read, archived)
      if (!other) {
        if (given.has(key)) return archived
        given.add(key)
        return restored
      }
      // What is in a customer's hands cannot be put away.
      const options = other.state === 'assigned' ? (['keep'] as const) : TAKEN_OPTIONS.serial
      const choice = settle(
        found('serial', ['inventory', archived], ['serial', archived.serial], ['inventory', other]),
        options,
      )
      if (choice === 'keep' || given.has(key)) return archived
      given.add(key)
      edit('inventory', other, (now) => ({ ...now, archived: archivedMark(context) }))
      return restored
    },

    /** What changes beside the restored records. */
    writes: (): DocumentWrite[] => [...edited.values()],
    result,
  }
}
