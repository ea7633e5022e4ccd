import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { HOST_ERROR_CODES } from '#core/contract/error-codes.ts'
import { commandNames } from '#core/domain/commands.ts'
import { errorKey } from '#renderer/host/index.ts'
import {
  formatLocale,
  LOCALES,
  messages,
  setLocale,
  texts,
  type MessageTree,
} from '#renderer/locales/index.ts'

const renderer = resolve(import.meta.dirname, '../../../../renderer')

/** Every text by its whole key. */
function flatten(tree: MessageTree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(prefix + name, value)
    else for (const [key, text] of flatten(value, `${prefix}${name}.`)) flat.set(key, text)
  }
  return flat
}

/** The names in `{…}`; literals such as `{'@'}` are none. A name that is a language stands for the own language's label. */
const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\s*(\w+)\s*\}/g)].map((hit) => hit[1] ?? ''))].sort()
const ownLanguage = (names: string[], locale: string) =>
  names.map((name) => (name === locale ? 'label' : name))

const es = flatten(messages.es)
const en = flatten(messages.en)

afterEach(() => setLocale('es'))

describe('texts', () => {
  it('are there for every area', () => {
    expect(es.size).toBeGreaterThan(200)
  })

  it.each([es, en])('name the precision of a position the same everywhere (%#)', (flat) => {
    const words = [...flat].filter(([key]) => /\.precision\.\w+$/.test(key))
    expect(words.length).toBeGreaterThan(5)
    for (const [key, word] of words) expect(flat.get(`sites.precision.${key.split('.').at(-1)}`)).toBe(word)
  })

  it('have the same keys in Spanish and English', () => {
    const missing = [...es.keys()].filter((key) => !en.has(key))
    const extra = [...en.keys()].filter((key) => !es.has(key))
    expect({ missing, extra }).toEqual({ missing: [], extra: [] })
  })

  it('name the same values in both languages', () => {
    const different = [...es].filter(([key, text]) => {
      const other = en.get(key)
      if (other === undefined) return false
      return ownLanguage(placeholders(text), 'es').join() !== ownLanguage(placeholders(other), 'en').join()
    })
    expect(different.map(([key]) => key)).toEqual([])
  })

  it('are never empty', () => {
    const empty = [...es, ...en].filter(([, text]) => text.trim() === '').map(([key]) => key)
    expect(empty).toEqual([])
  })

  it.each(LOCALES)('can all be worded in %s', (locale) => {
    setLocale(locale)
    const warnings: string[] = []
    const warn = vi
      .spyOn(console, 'warn')
      .mockImplementation((message) => void warnings.push(String(message)))
    const error = vi
      .spyOn(console, 'error')
      .mockImplementation((message) => void warnings.push(String(message)))
    for (const [key, text] of locale === 'es' ? es : en) {
      const named = Object.fromEntries(placeholders(text).map((name) => [name, 'x']))
      const worded = texts.global.t(key, named, 2)
      if (worded === key || /[{}]/.test(worded)) warnings.push(`${key}: ${worded}`)
    }
    warn.mockRestore()
    error.mockRestore()
    expect(warnings).toEqual([])
  })

  it('exist for every error that the host can give', () => {
    const missing = HOST_ERROR_CODES.map(errorKey).filter((key) => !es.has(`${key}`))
    expect(missing).toEqual([])
  })

  it('exist for every command in the words of undo', () => {
    const missing = commandNames.filter((name) => !es.has(`app.action.${name}`))
    expect(missing).toEqual([])
  })

  it('exist for every key that the sources name', () => {
    const missing: string[] = []
    for (const file of readdirSync(renderer, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(vue|ts)$/.test(file) || file.startsWith('locales')) continue
      const source = readFileSync(join(renderer, file), 'utf8')
      const used = [
        ...source.matchAll(/\bt\(\s*'([\w.]+)'/g),
        ...source.matchAll(/(?<!:)\b(?:labelKey|groupKey|keypath|title)(?::|=)\s*['"]([a-z]+\.[\w.]+)['"]/g),
      ]
      for (const [, key = ''] of used) if (!es.has(key)) missing.push(`${file}: ${key}`)
    }
    expect(missing).toEqual([])
  })

  it('write English dates as the British do: the day before the month, 24 hours', () => {
    const at = new Date('2026-02-14T22:34:00Z')
    const format = new Intl.DateTimeFormat(formatLocale('en'), {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: 'UTC',
    })
    expect(format.format(at)).toBe('14 Feb 2026, 22:34')
    expect(formatLocale('es')).toBe('es')
  })

  it('end a sentence once when a company’s name ends in a full stop, and count who is merged', () => {
    const merged = (names: string, count: number) =>
      texts.global.t('duplicates.merge.previewArchived', { names, name: 'Academia Cruz S.A.' }, count)
    expect(merged('El Molino S.L.', 1)).toBe(
      'Se archiva a El Molino S.L., con un enlace a Academia Cruz S.A. Su número sigue encontrándolo.',
    )
    setLocale('en')
    expect(merged('El Molino S.L., Santa Ana', 2)).toBe(
      'El Molino S.L., Santa Ana will be archived, with a link to Academia Cruz S.A. Their numbers still find them.',
    )
  })
})
