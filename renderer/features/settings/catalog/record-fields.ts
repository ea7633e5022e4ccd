/**
 * The fields of a configured record, as data that `RecordFields.vue` draws. A field's text is
 * `settings.catalog.field.<name>`, its hint, where there is one, `settings.catalog.hint.<name>`.
 */
export type RecordField =
  | {
      control: 'text'
      name: string
      isRequired?: boolean
      type?: 'text' | 'url'
      longest?: number
      /** Over the whole width, in several lines. */
      isLong?: boolean
      /** What a person typed, as it is stored. */
      clean?: (typed: string) => string
    }
  | { control: 'number'; name: string; min: number; max: number }
  /** A decimal amount, kept as text. */
  | { control: 'decimal'; name: string }
  | {
      control: 'choice'
      name: string
      /** The texts of the values are `settings.catalog.<words>.<value>`. */
      words: string
      values: readonly string[]
      areColours?: boolean
    }
  | { control: 'country' | 'currency' | 'timeZone'; name: string }
  /** What the record is called in each language. */
  | { control: 'labels'; name: 'labels' }
  /** Yes or no each, under a heading `settings.catalog.<legend>` where there is one. */
  | { control: 'switches'; name: string; legend?: string; members: readonly string[] }

type Options<C extends RecordField['control']> = Omit<
  Extract<RecordField, { control: C }>,
  'control' | 'name'
>

export const textField = (name: string, options: Options<'text'> = {}): RecordField => ({
  control: 'text',
  name,
  ...options,
})

export const nameField = textField('name', { isRequired: true })

export const choiceField = (
  name: string,
  values: readonly string[],
  options: Partial<Options<'choice'>> = {},
): RecordField => ({ control: 'choice', name, values, words: name, ...options })
