import { fold } from '../../lib/fold.ts'

const NUMBERS: ReadonlyMap<string, number> = new Map(
  [
    ['ene', 'enero', 'jan', 'january'],
    ['feb', 'febrero', 'february'],
    ['mar', 'marzo', 'march'],
    ['abr', 'abril', 'apr', 'april'],
    ['may', 'mayo'],
    ['jun', 'junio', 'june'],
    ['jul', 'julio', 'july'],
    ['ago', 'agosto', 'aug', 'august'],
    ['sep', 'sept', 'septiembre', 'setiembre', 'september'],
    ['oct', 'octubre', 'october'],
    ['nov', 'noviembre', 'november'],
    ['dic', 'diciembre', 'dec', 'december'],
  ].flatMap((names, i) => names.map((name) => [name, i + 1] as const)),
)

/** The month, 1 to 12, that a word names in Spanish or English, whole or short; undefined for any other word. */
export const monthOfName = (word: string): number | undefined => NUMBERS.get(fold(word))
