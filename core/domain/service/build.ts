import { Type, type Static } from 'typebox'
import { isCatalogKind, type CatalogKind, type CatalogRecordOf } from '../catalog/schema.ts'
import { tidyLine, withElementIds } from '../changes.ts'
import type { CommandContext } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { identifierRange } from '../identifier.ts'
import { anyText } from '../input-kit.ts'
import { titleOf } from '../registry.ts'
import { id, oneOf } from '../schema-kit.ts'
import { readOne, readWhere } from '../typed-reader.ts'
import { formatIp, formatIpBlock, parseIp, parseIpBlock } from '../values/ip.ts'
import { readMac } from '../values/mac.ts'
import { readPhone } from '../values/phone.ts'
import type { ServiceDraft, ServiceSurroundings } from './rules.ts'
import {
  CHARGE_KINDS,
  IDENTIFIER_KINDS,
  type Charge,
  type Service,
  type ServiceIdentifier,
} from './schema.ts'

const elementId = Type.Optional(id())

/** Elements without an id are new; forms give every row its own, so that issues find their row again. */
export const chargesInput = Type.Array(
  Type.Object({
    id: elementId,
    kind: oneOf(CHARGE_KINDS),
    description: anyText(),
    periodMonths: Type.Optional(Type.Number()),
    unitPrice: anyText(),
    /** What it costs ourselves: empty is nothing, absent what the charge costs that it follows. */
    wholesalePrice: Type.Optional(anyText()),
    /** The charge of the product that it follows: not everybody sees what that one costs. */
    follows: elementId,
    quantity: Type.Optional(anyText()),
    taxRateId: Type.Optional(id()),
    unit: Type.Optional(anyText()),
    tiers: Type.Optional(
      Type.Array(Type.Object({ id: elementId, upTo: Type.Optional(anyText()), unitPrice: anyText() })),
    ),
    /** The first day of service when absent. */
    from: Type.Optional(anyText()),
    to: Type.Optional(anyText()),
    pauses: Type.Optional(
      Type.Array(Type.Object({ id: elementId, from: anyText(), to: Type.Optional(anyText()) })),
    ),
    readings: Type.Optional(
      Type.Array(
        Type.Object({
          id: elementId,
          date: anyText(),
          value: anyText(),
          estimated: Type.Optional(Type.Boolean()),
        }),
      ),
    ),
  }),
)
export const identifiersInput = Type.Array(
  Type.Object({ id: elementId, kind: oneOf(IDENTIFIER_KINDS), value: anyText() }),
)
export const contractInput = Type.Object({
  from: anyText(),
  months: Type.Number(),
  exitFee: Type.Optional(anyText()),
})

/** `costOf`: what a charge costs that one of them follows. */
export const buildCharges = (
  charges: Static<typeof chargesInput>,
  firstDay: string,
  newId: () => string,
  costOf: (chargeId: string) => string | undefined = () => undefined,
): Charge[] =>
  withElementIds(charges, newId).map(({ tiers, pauses, readings, follows, wholesalePrice, ...charge }) => {
    const cost = wholesalePrice ?? (follows === undefined ? undefined : costOf(follows))
    return {
      ...charge,
      description: tidyLine(charge.description) ?? '',
      quantity: charge.quantity ?? '1',
      from: charge.from ?? firstDay,
      ...(cost && { wholesalePrice: cost }),
      ...(tiers && { tiers: withElementIds(tiers, newId) }),
      ...(pauses && { pauses: withElementIds(pauses, newId) }),
      ...(readings && { readings: withElementIds(readings, newId) }),
    }
  })

/** What the charges of a product cost ourselves, by their id. */
export const productCosts =
  (product: CatalogRecordOf<'product'> | undefined) =>
  (chargeId: string): string | undefined =>
    product?.data.charges.find((charge) => charge.id === chargeId)?.wholesalePrice

/** What a new service of a product is charged from its first day on. */
export const productCharges = (
  product: CatalogRecordOf<'product'>,
  firstDay: string,
  newId: () => string,
): Charge[] =>
  product.data.charges.map((charge) => ({
    ...charge,
    id: newId(),
    ...(charge.tiers && { tiers: charge.tiers.map((tier) => ({ ...tier, id: newId() })) }),
    from: firstDay,
  }))

/** Identifiers in their canonical form where they can be read, as typed where not (the rules then name them). */
export const buildIdentifiers = (
  identifiers: Static<typeof identifiersInput>,
  country: string,
  newId: () => string,
): ServiceIdentifier[] =>
  withElementIds(identifiers, newId).map((identifier) => ({
    ...identifier,
    value: canonicalIdentifier(identifier.kind, tidyLine(identifier.value) ?? '', country),
  }))

export function canonicalIdentifier(kind: ServiceIdentifier['kind'], value: string, country: string): string {
  switch (kind) {
    case 'ip': {
      const address = parseIp(value)
      return address.ok ? formatIp(address.value) : value
    }
    case 'subnet': {
      const block = parseIpBlock(value)
      return block.ok ? formatIpBlock(block.value) : value
    }
    case 'mac':
      return readMac(value) ?? value
    case 'phone':
      return readPhone(value, country).e164 ?? value
    case 'circuit':
      return value
  }
}

const idsOfKind = (context: CommandContext, kind: CatalogKind, current: ReadonlySet<string>) =>
  new Set(
    readWhere(context.read, 'catalog', { kind })
      .filter((record) => !record.archived || current.has(record.id))
      .map((record) => record.id),
  )

/** What the rules of a service need, read for a command. `before` is undefined for a new service. */
export function serviceSurroundings(
  draft: ServiceDraft,
  customer: Customer,
  before: Service | undefined,
  context: CommandContext,
): ServiceSurroundings {
  const sites = readWhere(context.read, 'sites', { customerId: customer.id })
  const taxRates = new Set((before?.charges ?? []).flatMap(({ taxRateId }) => taxRateId ?? []))
  const taken = new Map(
    (draft.identifiers ?? []).flatMap(({ id: elementId, kind, value }) => {
      const holder = holderOf(kind, value, before?.id, context)
      return holder === undefined ? [] : [[elementId, holder] as const]
    }),
  )
  return {
    siteIds: new Set(
      sites.filter((site) => !site.archived || site.id === before?.siteId).map((site) => site.id),
    ),
    productIds: idsOfKind(context, 'product', new Set(before?.productId ? [before.productId] : [])),
    taxRateIds: idsOfKind(context, 'taxRate', taxRates),
    attributes: readWhere(context.read, 'catalog', { kind: 'attribute' })
      .filter((record) => isCatalogKind('attribute', record))
      .filter(({ data }) => data.appliesTo?.includes('services')),
    currency: before ? before.currency : customer.currency,
    taken,
  }
}

/** The first other service with the same address, number or circuit, or with a block that overlaps. */
function holderOf(
  kind: ServiceIdentifier['kind'],
  value: string,
  serviceId: string | undefined,
  context: CommandContext,
): string | undefined {
  const range = identifierRange(kind, value)
  const among = { collection: 'services', exceptId: serviceId } as const
  const [use] = range ? context.read.findIdentifiers(range, 1, among) : []
  return use && titleOf(use.collection, readOne(context.read, use.collection, use.id))
}
