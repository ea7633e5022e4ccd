/** A name in one line, NFC, without blanks around and within. */
export const tidiedName = (name: string | undefined): string =>
  (name ?? '').normalize('NFC').replace(/\s+/gu, ' ').trim()
