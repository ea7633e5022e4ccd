import { Type } from 'typebox'
import { id, oneOf, text } from '../../domain/schema-kit.ts'

/** What every method that reads or writes files has in common. */

export const TABLE_FORMATS = ['csv', 'xlsx'] as const

export const separator = oneOf([',', ';', '\t', '|'])

/** A file that the host has made and keeps until it is removed, saved or the program ends. */
export const madeFile = Type.Object({
  file: id(),
  name: text(200),
  bytes: Type.Integer(),
  rows: Type.Integer(),
})

/** Texts of the window, by what they are of; `{name}` stands for a value. */
export const words = Type.Record(Type.String({ maxLength: 120 }), text(1000))

/** Bytes of a file that cross in one call, before they are written as Base64. */
export const PIECE_SIZE = 512 * 1024
export const piece = text(Math.ceil((PIECE_SIZE * 4) / 3) + 4)
