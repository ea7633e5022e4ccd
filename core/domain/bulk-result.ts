import { Type, type Static } from 'typebox'
import { id, text } from './schema-kit.ts'

/** Records named for each reason of a refusal, and for what will change. */
export const EXAMPLES = 5

/** One record by what people call it. */
const example = Type.Object({
  id: id(),
  title: text(400),
  /** The refusal's own details, such as what blocks an archive. */
  details: Type.Optional(Type.Unsafe<Readonly<Record<string, unknown>>>({ type: 'object' })),
})

const group = Type.Object({
  /** Refusal code; the locales hold its text under `refusal`. */
  code: text(60),
  count: Type.Integer(),
  /** The first ones, at most five. */
  examples: Type.Array(example),
})

/** What a bulk command did to its records, or would do. */
export const bulkResultSchema = Type.Object({
  changed: Type.Integer(),
  /** Already as asked. */
  unchanged: Type.Integer(),
  /** Records left as they were, by reason; the most frequent reason first. */
  refused: Type.Array(group),
  /** The first ones that change, at most five. */
  examples: Type.Array(example),
})

export type BulkResult = Static<typeof bulkResultSchema>
export type RefusedGroup = BulkResult['refused'][number]
