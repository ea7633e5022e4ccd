import { visibleText } from '../values/visible-text.ts'

/** Marks that other programs put before text so that no spreadsheet calculates it, as our own export does. */
const NEUTRALISED = /^'(?=[=+\-@\t\r])/

/** A cell as its field reads it: without what nobody sees, blanks around it and the mark of an export. */
export const cellText = (cell: string | undefined): string =>
  cell ? visibleText(cell).trim().replace(NEUTRALISED, '') : ''
