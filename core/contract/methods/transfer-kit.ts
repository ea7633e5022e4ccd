import { Type } from 'typebox'
import { id, oneOf, text } from '../../domain/schema-kit.ts'
import { call } from '../envelope.ts'

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

/** Takes a file in, piece by piece. */
export const incomingFile = {
  /** One at a time: it ends the one before. `size` in bytes. */
  begin: call(
    Type.Object({ name: text(300), size: Type.Integer({ minimum: 0 }) }),
    Type.Object({ file: id(), pieceSize: Type.Integer() }),
  ),
  /** `offset` in bytes must be what has arrived so far, else `import/out-of-order`; `data` as Base64. */
  add: call(
    Type.Object({ file: id(), offset: Type.Integer({ minimum: 0 }), data: piece }),
    Type.Object({ received: Type.Integer() }),
  ),
}
