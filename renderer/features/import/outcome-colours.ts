import type { RowOutcome } from '#core/domain/import/report.ts'
import type { Colour } from '#renderer/ui/index.ts'

export const outcomeColours: Readonly<Record<RowOutcome, Colour>> = {
  created: 'green',
  changed: 'blue',
  unchanged: 'slate',
  failed: 'red',
}
