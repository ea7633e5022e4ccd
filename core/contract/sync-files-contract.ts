import Type from 'typebox'
import { id, instant } from '#core/domain/schema-kit.ts'
import { FILE_FORMAT } from '#core/sync/files/sync-file.ts'
import { syncAnswers, wireOp } from './sync-contract.ts'
import { counter, cursor, hash } from './sync-kit.ts'

/* Files in which a desktop without a network sends and gets what the requests of sync-contract.ts carry otherwise. */

/** First line of a file in which a desktop sends what it would push and asks what it would pull. */
export const requestFileHeader = Type.Object({
  format: Type.Literal(FILE_FORMAT),
  version: counter(),
  kind: Type.Literal('request'),
  org: id(),
  device: id(),
  made: instant(),
  schema: counter(),
  epoch: id(),
  after: cursor,
  scopeVersion: counter(),
})

/** A line behind it. */
export const requestFileLine = Type.Object({ op: wireOp })

/** First line of a file in which the server answers a desktop. */
export const answerFileHeader = Type.Object({
  format: Type.Literal(FILE_FORMAT),
  version: counter(),
  kind: Type.Literal('answer'),
  org: id(),
  device: id(),
  made: instant(),
  answers: hash(),
  epoch: id(),
  after: cursor,
  scopeVersion: counter(),
})

/** A line behind it. */
export const answerFileLine = Type.Union([
  Type.Object({ push: syncAnswers.push }),
  Type.Object({ pull: syncAnswers.pull }),
  Type.Object({ heads: syncAnswers.heads }),
])
