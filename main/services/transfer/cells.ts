/** One value of a table that is written: a number, or text; absent is blank. */
export type OutCell = string | number | undefined

/** Writes a table row by row into a file. */
export interface TableWriter {
  row(cells: readonly OutCell[]): void
  /** Ends the file and answers its size in bytes. */
  end(): number
  /** Closes the file without ending it: what was written is of no use. */
  abandon(): void
}

/** Nothing that can be calculated, but for a program that reads it: `+34 600 123 123`. */
export const isTelephone = (text: string): boolean => /^\+\d[\d ().-]*$/.test(text)

/**
 * Text at whose beginning spreadsheets see a formula (OWASP, "CSV Injection"): an apostrophe in front keeps it text, as
 * spreadsheets themselves do it. Our own import takes it off again.
 */
export const neutralised = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
