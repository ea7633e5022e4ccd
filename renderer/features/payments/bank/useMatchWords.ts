import { useI18n } from 'vue-i18n'
import type { Colour } from '#renderer/ui/index.ts'
import type { Movement } from './useMovements.ts'

type Match = Movement['matches'][number]

export const STATE_COLOURS: Readonly<Record<Movement['state'], Colour>> = {
  open: 'amber',
  accepted: 'green',
  ignored: 'slate',
  posted: 'blue',
  out: 'slate',
}

export const CONFIDENCE_COLOURS: Readonly<Record<Match['confidence'], Colour>> = {
  sure: 'green',
  likely: 'amber',
  possible: 'slate',
}

/** What a match is called, and why it is one, in words. */
export function useMatchWords() {
  const { t } = useI18n()
  const reasons = ({ reasons: all }: Match): string =>
    all.map((reason) => t(`bank.reason.${reason}`)).join(' · ')
  const invoices = (list: readonly { number: string }[]): string =>
    list.map(({ number }) => number).join(', ')
  return {
    reasons,
    invoices,
    /** What becomes of a movement, in one line. */
    outcome({ parts, matches, state }: Movement): string {
      if (parts.length > 0)
        return parts
          .map((part) => [part.customerName, invoices(part.invoices)].filter(Boolean).join(' · '))
          .join(' + ')
      const [best] = matches
      if (state !== 'open') return ''
      return best
        ? [best.customerName, invoices(best.invoices)].filter(Boolean).join(' · ')
        : t('bank.noMatch')
    },
  }
}
