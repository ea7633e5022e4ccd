import { Type, type Static } from 'typebox'
import type { CollectionName } from '../entity.ts'
import { closed } from '../input-kit.ts'
import { id, oneOf, text } from '../schema-kit.ts'

/** What somebody else may have got while a record was archived. */
export const TAKEN_KINDS = ['number', 'taxId', 'email', 'identifier', 'serial'] as const
export type TakenKind = (typeof TAKEN_KINDS)[number]

/**
 * What becomes of a value that is taken. `keep`: the other keeps it, and so does the restored record where both may have
 * it; where only one may, a customer gets a new number and an item stays archived. `take`: the restored record has it
 * again and the other loses it. `without`: the record comes back without it.
 */
export const TAKEN_CHOICES = ['keep', 'take', 'without'] as const
export type TakenChoice = (typeof TAKEN_CHOICES)[number]

/** What can be chosen for each kind; the first is what happens when nobody says. */
export const TAKEN_OPTIONS: Readonly<Record<TakenKind, readonly TakenChoice[]>> = {
  number: ['keep', 'take'],
  taxId: ['keep', 'take', 'without'],
  email: ['keep', 'take', 'without'],
  // Two services with one address do not work: the one that runs keeps it.
  identifier: ['without', 'take', 'keep'],
  serial: ['keep', 'take'],
}

/** A value that a restored record had and that a record in use has now. */
export interface TakenItem {
  kind: TakenKind
  /** The record that comes back. */
  collection: CollectionName
  id: string
  title: string
  /** Where in it the value stands. */
  path: string
  value: string
  holder: { collection: CollectionName; id: string; title: string; customerId?: string }
  options: readonly TakenChoice[]
  /** What was done, or would be. */
  choice: TakenChoice
}

const choice = oneOf(TAKEN_CHOICES)

/** What a person decided; items go before kinds, kinds before `TAKEN_OPTIONS`. */
export const takenChoicesSchema = closed({
  kinds: Type.Optional(
    closed({
      number: Type.Optional(choice),
      taxId: Type.Optional(choice),
      email: Type.Optional(choice),
      identifier: Type.Optional(choice),
      serial: Type.Optional(choice),
    }),
  ),
  items: Type.Optional(Type.Array(closed({ id: id(), path: text(200), choice }), { maxItems: 100_000 })),
})

export type TakenChoices = Static<typeof takenChoicesSchema>

/** What restoring tells beyond what every bulk command does. */
export interface RestoreResult {
  /** The first ones, at most `MOST_TAKEN`. */
  taken: TakenItem[]
  /** How many there are of each kind. */
  takenCounts: Partial<Record<TakenKind, number>>
}

export const MOST_TAKEN = 300
