import type { FieldTexts } from '#core/domain/activity/field-text.ts'

/** Texts that a window hands over for a file, asked for like those of the window itself. */
export interface GivenWords extends FieldTexts {
  t: (key: string, named?: Record<string, unknown>, count?: number) => string
}

/**
 * `{name}` stands for a value; of forms parted by `|` the first is for one. A key without a text answers itself, so that
 * a file never lacks a value for the want of a word.
 */
export function givenWords(words: Readonly<Record<string, string>>, locale: 'es' | 'en'): GivenWords {
  const has = (key: string): boolean => Object.hasOwn(words, key)
  return {
    locale: locale === 'en' ? 'en-GB' : 'es',
    te: has,
    t(key, named = {}, count = 1) {
      const forms = (has(key) ? (words[key] ?? '') : key).split(' | ')
      const form = forms[count === 1 ? 0 : 1] ?? forms[0] ?? ''
      return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = named[name]
        return typeof value === 'string' || typeof value === 'number' ? String(value) : whole
      })
    },
  }
}
