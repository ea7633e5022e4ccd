import { Type } from 'typebox'
import { ITEM_SORTS, itemFilterSchema } from '../../domain/inventory/filter.ts'
import { INVENTORY_KINDS, INVENTORY_STATES } from '../../domain/inventory/schema.ts'
import { id, oneOf, text } from '../../domain/schema-kit.ts'
import { call } from '../envelope.ts'

const commit = Type.Integer()

/** Whole numbers as decimal text: an IPv6 block has more addresses than a number can count. */
const wholeText = () => Type.String({ maxLength: 40, pattern: '^\\d+$' })

/** A record that holds an address, with what people call it. */
const holder = Type.Object({
  collection: oneOf(['services', 'inventory']),
  id: id(),
  /** As the record writes it. */
  value: text(200),
  title: text(400),
  customerId: Type.Optional(id()),
  customerName: Type.Optional(text(200)),
})

const usage = { total: wholeText(), used: wholeText(), free: wholeText() }

const row = Type.Object({
  id: id(),
  kind: oneOf(INVENTORY_KINDS),
  serial: text(120),
  state: oneOf(INVENTORY_STATES),
  model: Type.Optional(text(120)),
  mac: Type.Optional(text(40)),
  /** Where it is, when it is with us. */
  placeId: Type.Optional(id()),
  customerId: Type.Optional(id()),
  customerName: Type.Optional(text(200)),
  siteId: Type.Optional(id()),
  siteName: Type.Optional(text(200)),
  serviceId: Type.Optional(id()),
  serviceName: Type.Optional(text(200)),
  attributes: Type.Array(
    Type.Object({ definitionId: Type.Optional(id()), name: text(80), value: text(2000) }),
  ),
  /** Moment of the last change, milliseconds since 1970. */
  changedAt: Type.Integer(),
  archived: Type.Boolean(),
})

/** Ids that `ids` answers at most; also what one bulk command of the list takes. */
export const MOST_ITEM_IDS = 10_000

export const inventoryMethods = {
  /** One page of the items that match, in order, and how many they are (a read model). */
  list: call(
    Type.Object({
      filter: itemFilterSchema,
      sort: Type.Object({ field: oneOf(ITEM_SORTS), direction: oneOf(['asc', 'desc']) }),
      skip: Type.Integer({ minimum: 0 }),
      limit: Type.Integer({ minimum: 1, maximum: 1000 }),
    }),
    Type.Object({
      commit,
      total: Type.Integer(),
      /** The text is in more items than are looked at: `total` is not all. */
      isPartial: Type.Boolean(),
      rows: Type.Array(row),
    }),
  ),
  /** How many items there are of each state, kind and place: each counted as if nothing were chosen of its own. */
  summary: call(
    Type.Object({ filter: itemFilterSchema }),
    Type.Object({
      commit,
      states: Type.Array(Type.Object({ state: oneOf(INVENTORY_STATES), count: Type.Integer() })),
      kinds: Type.Array(Type.Object({ kind: oneOf(INVENTORY_KINDS), count: Type.Integer() })),
      places: Type.Array(Type.Object({ placeId: id(), count: Type.Integer() })),
    }),
  ),
  /** Ids of all that match, in the order of serials, at most `MOST_ITEM_IDS`: to act on them at once. */
  ids: call(
    Type.Object({ filter: itemFilterSchema }),
    Type.Object({ commit, total: Type.Integer(), ids: Type.Array(id()) }),
  ),
  /** Which of the serials are taken by an item in use. In the order given; at most 10 000. */
  taken: call(
    Type.Object({ serials: Type.Array(text(200), { maxItems: 10_000 }) }),
    Type.Object({ taken: Type.Array(Type.Object({ serial: text(200), id: id() })) }),
  ),
  /** What a form has to know of the serial that is being typed, in its stored form. `exceptId`: the item itself. */
  check: call(
    Type.Object({ kind: oneOf(INVENTORY_KINDS), serial: text(200), exceptId: Type.Optional(id()) }),
    Type.Object({
      /** The item in use that has it. */
      same: Type.Optional(Type.Object({ id: id(), serial: text(120) })),
      /** A block of ours that shares addresses with it. */
      overlapping: Type.Optional(text(200)),
    }),
  ),
  /** All address blocks in use with how full they are, and addresses of services that lie in none of them. */
  blocks: call(
    Type.Object({}),
    Type.Object({
      commit,
      blocks: Type.Array(
        Type.Object({
          id: id(),
          value: text(120),
          state: oneOf(INVENTORY_STATES),
          customerName: Type.Optional(text(200)),
          /** The narrowest block around it. */
          inside: Type.Optional(text(120)),
          ...usage,
          /** The first free address. */
          next: Type.Optional(text(60)),
        }),
      ),
      outside: Type.Object({ count: Type.Integer(), examples: Type.Array(holder) }),
    }),
  ),
  /**
   * Who holds which addresses of a block, or of a part of it. A view of more than 256 addresses comes as parts with how
   * full each is; runs of neighbouring addresses come when the view has few holders.
   */
  block: call(
    Type.Object({ id: id(), part: Type.Optional(text(60)) }),
    Type.Object({
      commit,
      value: text(120),
      ...usage,
      next: Type.Optional(text(60)),
      /** Blocks around this one, and blocks inside it. */
      inside: Type.Array(text(120)),
      holds: Type.Array(text(120)),
      view: Type.Object({ value: text(60), ...usage }),
      parts: Type.Optional(Type.Array(Type.Object({ value: text(60), ...usage }))),
      runs: Type.Optional(
        Type.Array(
          Type.Object({
            from: text(60),
            to: text(60),
            size: wholeText(),
            use: Type.Optional(holder),
            /** Network or broadcast address. */
            reserved: Type.Optional(Type.Boolean()),
          }),
        ),
      ),
      /** Addresses that more than one record holds; the first fifty. */
      clashes: Type.Array(Type.Object({ address: text(60), holders: Type.Array(holder) })),
    }),
  ),
  /** Telephone numbers by the thousand that they belong to, those with free ones first. */
  numbers: call(
    Type.Object({
      /** Digits that the numbers contain. */
      text: Type.Optional(text(40)),
      limit: Type.Integer({ minimum: 1, maximum: 1000 }),
    }),
    Type.Object({
      commit,
      total: Type.Integer(),
      ranges: Type.Array(
        Type.Object({
          /** All but the last three digits, which the numbers have in common. */
          prefix: text(120),
          from: text(120),
          to: text(120),
          count: Type.Integer(),
          assigned: Type.Integer(),
          free: Type.Integer(),
          next: Type.Optional(Type.Object({ id: id(), serial: text(120) })),
        }),
      ),
    }),
  ),
}
