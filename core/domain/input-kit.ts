import { Type, type TSchema } from 'typebox'
import { id } from './schema-kit.ts'

/*
 * Inputs of commands are wider than the documents: lengths, ranges and forms are left to the entity's rules, which
 * name the field and say what to do, while an input that does not fit its schema is only a programming error.
 */

/** Any text a form can send. */
export const anyText = () => Type.String({ maxLength: 100_000 })

/** A field of an update: absent leaves it, `null` clears it. */
export const clearable = <S extends TSchema>(schema: S) => Type.Optional(Type.Union([schema, Type.Null()]))

/** Ids of a bulk command. */
export const manyIds = () => Type.Array(id(), { minItems: 1, maxItems: 1_000_000 })

/** An object that takes no other members, so that a misspelt field is noticed. */
export const closed = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })
