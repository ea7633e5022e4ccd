import type { Basis } from '../ledger/basis.ts'
import type { Invoice } from '../invoice/schema.ts'
import { currencyDecimals, minorToDecimal } from '../values/money.ts'

type Language = Invoice['language']

/** How documents and screens of one language write figures. */
const LOCALES: Readonly<Record<Language, string>> = { es: 'es', en: 'en-GB' }

interface BasisWords {
  whole: string
  wholeOf: string
  part: string
  partOf: string
  once: string
  onceOf: string
  metered: string
  meteredSteps: string
  meter: string
  noUse: string
  estimated: string
  exitFee: string
  exitFeeGone: string
  correction: string
  taken: string
  rounding: string
}

/** Sentences by language; `{name}` stands for a figure. */
export const BASIS_WORDS: Readonly<Record<Language, BasisWords>> = {
  es: {
    whole: 'Periodo completo',
    wholeOf: 'Periodo completo: {quantity} × {price}',
    part: '{days} de {wholeDays} días × {price} = {result}',
    partOf: '{days} de {wholeDays} días × {quantity} × {price} = {result}',
    once: 'Se cobra una vez',
    onceOf: 'Se cobra una vez: {quantity} × {price}',
    metered: '{quantity} {unit} × {price} = {result}',
    meteredSteps: '{steps} = {result}',
    meter: 'contador de {from} a {to}',
    noUse: 'Sin consumo',
    estimated: 'lectura estimada, se corregirá con la próxima',
    exitFee: 'Faltaban {days} de {wholeDays} días de permanencia × {price} = {result}',
    exitFeeGone: 'Ya no procede la baja anticipada',
    correction: 'Corresponden {now} ({detail}) y se facturaron {was}',
    taken: 'Ya no corresponde y se facturaron {was}',
    rounding: 'redondeo {amount}, para que las partes sumen el precio del periodo',
  },
  en: {
    whole: 'Full period',
    wholeOf: 'Full period: {quantity} × {price}',
    part: '{days} of {wholeDays} days × {price} = {result}',
    partOf: '{days} of {wholeDays} days × {quantity} × {price} = {result}',
    once: 'Charged once',
    onceOf: 'Charged once: {quantity} × {price}',
    metered: '{quantity} {unit} × {price} = {result}',
    meteredSteps: '{steps} = {result}',
    meter: 'meter from {from} to {to}',
    noUse: 'No use',
    estimated: 'estimated reading, the next one corrects it',
    exitFee: '{days} of {wholeDays} days of the contract were left × {price} = {result}',
    exitFeeGone: 'The early termination no longer applies',
    correction: 'Worth {now} ({detail}), billed with {was}',
    taken: 'No longer due, billed with {was}',
    rounding: 'rounding {amount}, so that the parts add up to the price of the period',
  },
}

/** Figures of one language and currency. */
export function figures(language: Language, currency: string) {
  const decimals = currencyDecimals(currency)
  // Spanish would part thousands only from five digits on, and beside amounts that looks like another number.
  const useGrouping = 'always'
  const price = new Intl.NumberFormat(LOCALES[language], {
    useGrouping,
    minimumFractionDigits: decimals,
    maximumFractionDigits: 6,
  })
  const quantity = new Intl.NumberFormat(LOCALES[language], { useGrouping, maximumFractionDigits: 6 })
  const amount = new Intl.NumberFormat(LOCALES[language], {
    useGrouping,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
  return {
    /** Decimal text with at least the decimals of the currency. */
    price: (decimal: string) => price.format(Number(decimal)),
    quantity: (decimal: string) => quantity.format(Number(decimal)),
    /** Minor units, without the sign of the currency. */
    amount: (minor: number) => amount.format(Number(minorToDecimal(minor, currency))),
  }
}

type Figures = ReturnType<typeof figures>

const known = new Map<string, Figures>()

/** Made once for each: making one takes longer than writing a line. */
function figuresOf(language: Language, currency: string): Figures {
  const key = `${language}${currency}`
  const ready = known.get(key) ?? figures(language, currency)
  known.set(key, ready)
  return ready
}

const fill = (template: string, values: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))

export interface Explained {
  basis?: Basis
  /** Net minor units of the line. */
  net: number
  unit?: string
  /** Written by hand; counts where there are no figures. */
  explanation?: string
}

/**
 * How the amount of a line came about, as a sentence with its figures: "19 of 31 days × 20.00 = 12.26". Undefined for what
 * a person posted without saying more.
 */
export function explainLine(
  { basis, net, unit, explanation }: Explained,
  currency: string,
  language: Language,
): string | undefined {
  if (!basis) return explanation
  const words = BASIS_WORDS[language]
  const say = figuresOf(language, currency)
  const { rounding } = basis
  const parts = [
    sentence(basis, net, unit, words, say),
    ...(basis.meterFrom !== undefined && basis.meterTo !== undefined
      ? [fill(words.meter, { from: say.quantity(basis.meterFrom), to: say.quantity(basis.meterTo) })]
      : []),
    ...(basis.estimated ? [words.estimated] : []),
    ...(rounding ? [fill(words.rounding, { amount: say.amount(rounding) })] : []),
  ]
  return parts.join('; ')
}

function sentence(
  basis: Basis,
  net: number,
  unit: string | undefined,
  words: BasisWords,
  say: Figures,
): string {
  if (basis.rule !== 'correction') return plain(basis, net, unit, words, say)
  const { was = 0, now = 0 } = basis
  const isOfContract = basis.wholeFrom === undefined
  if (now === 0 && !(basis.days ?? 0))
    return isOfContract ? words.exitFeeGone : fill(words.taken, { was: say.amount(was) })
  const detail = plain({ ...basis, rule: ruleOf(basis) }, now, unit, words, say)
  return fill(words.correction, { now: say.amount(now), was: say.amount(was), detail })
}

/** How what a period is worth by now was worked out, which its correction does not name. */
function ruleOf({ steps, meterFrom, days, wholeDays, wholeFrom }: Basis): Basis['rule'] {
  if (steps || meterFrom !== undefined) return 'metered'
  if (wholeFrom === undefined) return 'exitFee'
  return days === wholeDays ? 'whole' : 'part'
}

function plain(basis: Basis, net: number, unit: string | undefined, words: BasisWords, say: Figures): string {
  const { rule, unitPrice, days = 0, wholeDays = 0, steps } = basis
  const values = {
    days,
    wholeDays,
    quantity: say.quantity(basis.quantity),
    price: say.price(unitPrice),
    result: say.amount(net),
    unit: unit ?? '',
  }
  const isOne = Number(basis.quantity) === 1
  switch (rule) {
    case 'whole':
      return fill(isOne ? words.whole : words.wholeOf, values)
    case 'part':
    case 'correction':
      return fill(isOne ? words.part : words.partOf, values)
    case 'once':
      return fill(isOne ? words.once : words.onceOf, values)
    case 'exitFee':
      return fill(words.exitFee, values)
    case 'metered': {
      if (Number(basis.quantity) === 0) return words.noUse
      const used = steps?.filter((step) => Number(step.quantity) !== 0) ?? []
      if (used.length < 2)
        return fill(words.metered, { ...values, price: say.price(used[0]?.unitPrice ?? unitPrice) }).replace(
          / {2,}/g,
          ' ',
        )
      const sum = used.map((step) => `${say.quantity(step.quantity)} × ${say.price(step.unitPrice)}`)
      return fill(words.meteredSteps, { ...values, steps: sum.join(' + ') })
    }
  }
}
