import { Type } from 'typebox'
import { err, ok } from '#core/lib/result.ts'
import { defineCommand, type CommandDefinition, type DocumentWrite } from '#core/domain/command.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import { chargeKey } from '#core/domain/ledger/effect.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { commands } from '#core/domain/commands.ts'
import { id } from '#core/domain/schema-kit.ts'
import { readOne, readWhere } from '#core/domain/typed-reader.ts'
import { ERASE_COMMAND } from '#core/sync/merge/merge-op.ts'

/*
 * What the registry does not have yet and the simulation needs: money, erasing, and a field of the next schema version.
 */

const NONE = { code: 'customer.notFound' } as const

/** Bills one month of every charge of a customer's services: entries with keys that no run can post twice. */
const bill = defineCommand({
  name: 'sim.bill',
  input: Type.Object({ customerId: id(), month: Type.String() }),
  undo: 'reversal',
  whole: true,
  run({ customerId, month }, context) {
    const services = readWhere(context.read, 'services', { customerId })
    const entries = services.flatMap((service) =>
      service.charges
        .filter((charge) => !context.read.ledger.get(chargeKey(charge.id, `${month}-01`)))
        .map((charge): LedgerEntry => ({
          key: chargeKey(charge.id, `${month}-01`),
          kind: 'charge',
          amount: Math.round(Number(charge.unitPrice) * 100),
          currency: service.currency,
          date: `${month}-01`,
          postedAt: new Date(context.now).toISOString(),
          customerId,
          serviceId: service.id,
          chargeId: charge.id,
        })),
    )
    return entries.length === 0 ? err(NONE) : ok({ writes: [], entries, result: null })
  },
})

/** Invoices what is not invoiced yet. */
const invoice = defineCommand({
  name: 'sim.invoice',
  input: Type.Object({ customerId: id() }),
  undo: 'reversal',
  whole: true,
  run({ customerId }, context) {
    const customer = readOne(context.read, 'customers', customerId)
    const open = context.read.ledger.uninvoiced(customerId, 20)
    if (!customer || open.length === 0) return err(NONE)
    const net = open.reduce((sum, { amount }) => sum + amount, 0)
    const count = context.nextCount('invoice:F')
    const after: Invoice = {
      id: context.newId(),
      customerId,
      kind: 'invoice',
      number: `F-${context.actor.deviceCode}-${String(count).padStart(6, '0')}`,
      officeId: customer.officeId,
      issuedOn: '2026-03-01',
      dueOn: '2026-03-16',
      currency: customer.currency,
      language: customer.language,
      issuer: { name: 'Enlace Fibra' },
      customer: { name: customer.name },
      lines: open.map((entry, index) => ({
        id: String(index),
        transactionId: entry.key,
        description: 'Fibra',
        quantity: '1',
        unitPrice: String(entry.amount / 100),
        net: entry.amount,
      })),
      taxes: [],
      net,
      tax: 0,
      gross: net,
      createdAt: new Date(context.now).toISOString(),
    }
    const write: DocumentWrite = { collection: 'invoices', id: after.id, before: undefined, after }
    return ok({ writes: [write], result: null })
  },
})

const pay = defineCommand({
  name: 'sim.pay',
  input: Type.Object({ customerId: id(), amount: Type.Integer() }),
  undo: 'reversal',
  whole: true,
  run({ customerId, amount }, context) {
    const customer = readOne(context.read, 'customers', customerId)
    if (!customer) return err(NONE)
    const entry: LedgerEntry = {
      key: context.newId(),
      kind: 'payment',
      amount: -amount,
      currency: customer.currency,
      date: '2026-03-05',
      postedAt: new Date(context.now).toISOString(),
      customerId,
    }
    return ok({ writes: [], entries: [entry], result: null })
  },
})

/** Deletes a customer and everything of theirs but what was invoiced. */
const erase = defineCommand({
  name: ERASE_COMMAND,
  input: Type.Object({ customerId: id() }),
  undo: 'none',
  run({ customerId }, context) {
    const customer = readOne(context.read, 'customers', customerId)
    if (!customer) return err(NONE)
    const own = (['contacts', 'sites', 'services'] as const).flatMap((collection) =>
      readWhere(context.read, collection, { customerId }).map((before): DocumentWrite => ({
        collection,
        id: before.id,
        before,
        after: undefined,
      })),
    )
    const write: DocumentWrite = {
      collection: 'customers',
      id: customerId,
      before: customer,
      after: undefined,
    }
    return ok({ writes: [write, ...own], result: null })
  },
})

/** Takes back that a contact was made, as undo does. */
const dropContact = defineCommand({
  name: 'contact.create',
  input: Type.Object({ id: id() }),
  undo: 'inverse',
  run({ id: contactId }, context) {
    const before = readOne(context.read, 'contacts', contactId)
    if (!before) return err({ code: 'contact.notFound' })
    return ok({ writes: [{ collection: 'contacts', id: contactId, before, after: undefined }], result: null })
  },
})

/** A field that only programs of the next schema version know. */
const nickname = defineCommand({
  name: 'sim.nickname',
  input: Type.Object({ customerId: id(), nickname: Type.String() }),
  undo: 'inverse',
  run({ customerId, nickname: text }, context) {
    const before = readOne(context.read, 'customers', customerId)
    if (!before) return err(NONE)
    const after = { ...before, nickname: text }
    return ok({ writes: [{ collection: 'customers', id: customerId, before, after }], result: null })
  },
})

export const simCommands: Readonly<Record<string, CommandDefinition>> = {
  ...commands,
  'sim.bill': bill,
  'sim.invoice': invoice,
  'sim.pay': pay,
  'sim.dropContact': dropContact,
  'sim.nickname': nickname,
  [ERASE_COMMAND]: erase,
}

export const isWholeInSim = (command: string): boolean => simCommands[command]?.whole === true
