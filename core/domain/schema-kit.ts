import { Type, type TSchemaOptions } from 'typebox'

/**
 * Building blocks for schemas that RxDB accepts as well: enums carry a `maxLength`, nothing is nullable, no unions.
 * Objects stay open: fields of a newer version are stored and passed on, never dropped (architecture.md §4).
 */

/** Free text of at most `max` UTF-16 code units. */
export const text = (max: number, options: TSchemaOptions & { minLength?: number } = {}) =>
  Type.String({ ...options, maxLength: max })

export const requiredText = (max: number) => text(max, { minLength: 1 })

/** A name that people see: of blanks alone it would be none. */
export const nameText = (max: number) => text(max, { pattern: '\\S' })

/** A UUID, or a short readable id in tests and seeds. */
export const id = () => Type.String({ minLength: 1, maxLength: 64 })

/** A closed list of words. */
export const oneOf = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>({
    type: 'string',
    enum: [...values],
    maxLength: Math.max(...values.map((value) => value.length)),
  })

/** A moment: ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const instant = () =>
  Type.String({ maxLength: 32, pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}' })

/** A calendar date without time or zone, `YYYY-MM-DD`. */
export const plainDate = () => Type.String({ maxLength: 10, pattern: '^\\d{4}-\\d{2}-\\d{2}$' })

/** ISO 3166-1 alpha-2. */
export const countryCode = () => Type.String({ maxLength: 2, pattern: '^[A-Z]{2}$' })

/** ISO 4217. */
export const currencyCode = () => Type.String({ maxLength: 3, pattern: '^[A-Z]{3}$' })

export const language = () => oneOf(['es', 'en'])

/** Who archived a record, when, and in which batch; absent on records in use. */
export const archived = () => Type.Object({ at: instant(), by: id(), batch: Type.Optional(id()) })

/** A list whose elements have an `id`: merged and addressed by it, never by position. */
export const listOf = <T extends ReturnType<typeof Type.Object>>(element: T, max = 500) =>
  Type.Array(element, { maxItems: max })

/** A decimal amount as text, at most six decimals: unit prices and quantities are never JavaScript numbers. */
export const decimal = () => Type.String({ maxLength: 24, pattern: '^-?\\d{1,12}(\\.\\d{1,6})?$' })

/** Whole minor units of a currency (cents), signed. */
export const minorUnits = () =>
  Type.Integer({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })
