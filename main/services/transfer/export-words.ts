import { plainDateAt } from '#core/domain/values/plain-date.ts'

/** How ids, closed lists and moments are written in an export. */
export interface ExportWords {
  /** What the catalogue calls a record; empty for an unknown one. */
  name(id: string): string
  /** The window's word for a value of a closed list. */
  word(key: string): string
  /** The day of a moment as the office has it, `YYYY-MM-DD`: in UTC it may be the one before or after. */
  day(moment: string | number | undefined): string | undefined
}

interface ExportWording {
  words: Readonly<Record<string, string>>
  /** IANA name of the office's. */
  timeZone: string
}

export function createExportWords(
  name: ExportWords['name'],
  { words, timeZone }: ExportWording,
): ExportWords {
  return {
    name,
    word: (key) => words[key] ?? key,
    day: (moment) => (moment === undefined ? undefined : plainDateAt(new Date(moment).getTime(), timeZone)),
  }
}
