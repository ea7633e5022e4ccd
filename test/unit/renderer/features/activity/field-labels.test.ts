import { describe, expect, it } from 'vitest'
import { isShown } from '#core/domain/activity/field-text.ts'
import { collectionNames, entities } from '#core/domain/registry.ts'
import en from '#renderer/locales/en/activity.ts'
import es from '#renderer/locales/es/activity.ts'

/** What JSON Schema says of members, as far as it is walked here. */
interface Schema {
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
}

/** Said as a whole by a sentence of their own. */
const WHOLE = ['archived', 'consent', 'suppressed']

/** Records of the catalogue have forms of their own; an issue changes only by being settled. */
const NAMED = collectionNames.filter((name) => name !== 'catalog' && name !== 'issues')

function* fieldsOf(schema: Schema, path: string): Iterable<string> {
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    yield path + name
    if (!WHOLE.includes(name)) yield* fieldsOf(member, `${path}${name}/`)
  }
  if (schema.items) yield* fieldsOf(schema.items, `${path}*/`)
  for (const one of schema.anyOf ?? []) yield* fieldsOf(one, path)
}

describe.each([
  ['es', es],
  ['en', en],
])('the log in %s', (_language, texts) => {
  it.each(NAMED)('names every field of %s', (collection) => {
    const shown = [...fieldsOf(entities[collection].schema as Schema, '')]
      .filter((path) =>
        path
          .split('/')
          .every((_part, i, parts) => isShown({ path: parts.slice(0, i + 1).join('/'), collection })),
      )
      .map((path) => path.split('/').at(-1) ?? '')
    expect([...new Set(shown)].filter((name) => !(name in texts.field))).toEqual([])
  })
})
