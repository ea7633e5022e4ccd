import { fold } from '#core/lib/fold.ts'
import type { Colour } from './colours.ts'

/** One choice of a select, combobox or multiple select. */
export interface UiOption {
  value: string
  label: string
  /** A dot before the label. */
  colour?: Colour | undefined
  /** Quiet text after the label; found by typing too. */
  detail?: string | undefined
  disabled?: boolean
}

/**
 * Options whose label or detail holds every typed word; accents and case are ignored. Those whose label starts with
 * the text come first.
 */
export function filterOptions(options: readonly UiOption[], typed: string): UiOption[] {
  const text = fold(typed)
  if (!text) return [...options]
  const words = text.split(' ')
  const starts: UiOption[] = []
  const holds: UiOption[] = []
  for (const option of options) {
    const label = fold(option.label)
    const whole = option.detail ? `${label} ${fold(option.detail)}` : label
    if (label.startsWith(text)) starts.push(option)
    else if (words.every((word) => whole.includes(word))) holds.push(option)
  }
  return [...starts, ...holds]
}
