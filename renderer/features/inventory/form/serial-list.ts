import { serialKeyOf } from '#core/domain/inventory/build.ts'
import { checkItem } from '#core/domain/inventory/rules.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import type { InventoryKind } from '#core/domain/inventory/schema.ts'
import { MAX_RANGE, serialRange } from '#core/domain/inventory/serial-range.ts'
import { storedSerial } from './item-form.ts'

/** One line of a pasted or scanned list. */
export interface SerialLine {
  /** From one on, as the text field numbers them. */
  number: number
  /** As it will be stored. */
  serial: string
  problem?: LineProblem
}

type LineProblem =
  | { reason: 'repeated'; of: number }
  | { reason: 'taken'; id: string }
  | { reason: 'issue'; issue: FieldIssue }

/** Scanners end a serial with a line end or a tabulator, tables part cells with semicolons. */
const ENDS = /\r\n|[\n\r\t;]/u

/**
 * The lines of a list with what is wrong with each: said before, taken already (`taken` tells who has it, by stored
 * serial), or against the rules of its kind. Empty lines are none.
 */
export function readSerialLines(
  text: string,
  kind: InventoryKind,
  country: string,
  taken: ReadonlyMap<string, string>,
): SerialLine[] {
  const firstLine = new Map<string, number>()
  return text.split(ENDS).flatMap((line, index): SerialLine[] => {
    const serial = storedSerial(kind, line, country)
    if (serial === '') return []
    const number = index + 1
    const key = serialKeyOf(serial)
    const of = firstLine.get(key)
    if (of === undefined) firstLine.set(key, number)
    const owner = taken.get(serial)
    const issue = checkItem({ kind, serial }).find(({ severity }) => severity === 'error')
    if (issue) return [{ number, serial, problem: { reason: 'issue', issue } }]
    if (of !== undefined) return [{ number, serial, problem: { reason: 'repeated', of } }]
    if (owner !== undefined) return [{ number, serial, problem: { reason: 'taken', id: owner } }]
    return [{ number, serial }]
  })
}

/** The text without its lines that have a problem. */
export const withoutProblems = (text: string, lines: readonly SerialLine[]): string => {
  const bad = new Set(lines.flatMap(({ number, problem }) => (problem ? [number] : [])))
  return text
    .split(ENDS)
    .filter((_, index) => !bad.has(index + 1))
    .join('\n')
}

/** A run from the first to the last serial as a list, one a line; undefined when they make none. */
export function runAsText(from: string, to: string): string | undefined {
  const run = serialRange(from, to)
  return run.ok ? run.value.join('\n') : undefined
}

export { MAX_RANGE as MOST_SERIALS }
