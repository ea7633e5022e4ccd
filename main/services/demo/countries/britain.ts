import { readTaxId } from '#core/domain/values/tax-id.ts'
import { type CountryStyle, words } from '../country-style.ts'

const FEMALE = words(`
  Olivia; Emma; Sophie; Charlotte; Emily; Grace; Hannah; Lucy; Chloe; Megan; Rebecca; Sarah; Claire;
  Joanne; Fiona; Aisha; Priya; Bronwen; Eilidh; Margaret; Helen; Alison; Zoe; Niamh
`)
const MALE = words(`
  Oliver; George; Harry; Jack; Thomas; James; William; Daniel; Matthew; Andrew; Stephen; Paul; Mohammed;
  Arjun; Callum; Rhys; Ewan; Alexander; Samuel; Peter; Simon; Ian; Graham; Luke
`)
const SURNAMES = words(`
  Smith; Jones; Williams; Taylor; Davies; Brown; Evans; Thomas; Wilson; Johnson; Roberts; Robinson; Wright;
  Thompson; White; Hughes; Edwards; Green; Hall; Wood; Harris; Lewis; Martin; Jackson; Clarke; Clark;
  Turner; Hill; Cooper; Morris; Moore; Ward; Watson; Morgan; Patel; Khan; Begum; Campbell; MacDonald;
  Stewart; Murray; Fraser; O’Neill; Kelly; Murphy; Doyle
`)
const SECTORS = words(`
  Bakery; Motors; Dental Practice; Plumbing; Joinery; Farm Supplies; Estate Agents; Accountants;
  Veterinary Surgery; Garden Centre; Butchers; Engineering; Printers; Guest House; Solicitors; Brewery;
  Haulage; Electrical; Roofing; Pharmacy; Fisheries; Nursery School
`)
const FANCIES = words(`
  Old Mill; Harbour; Riverside; Kingsway; Northgate; The Green; Oakfield; Castle; Abbey
`)
const STREETS = words(`
  High Street; Station Road; Church Lane; Victoria Road; Main Street; Park Avenue; Mill Lane; Queen Street;
  The Crescent; London Road; Kings Road; Manor Drive; Albert Street; Green Lane; School Road; West Street
`)
const FARMS = [
  'Hilltop Farm',
  'Brook Cottage',
  'The Old Rectory',
  'Moorside Farm',
  'Glen House',
  'Keeper’s Lodge',
]

/** Geographic codes with the length of the local number. */
const AREAS = {
  '020': 8,
  '0161': 7,
  '0121': 7,
  '0131': 7,
  '0141': 7,
  '029': 8,
  '0117': 7,
  '0113': 7,
  '01273': 6,
} as const

const isValid = (id: string) => readTaxId(id, 'GB').status === 'valid'

export const britain: CountryStyle = {
  country: 'GB',
  language: 'en',
  currency: 'GBP',
  timeZone: 'Europe/London',
  share: 12,
  person(random) {
    const female = random.chance(0.5)
    const given = random.pick(female ? FEMALE : MALE)
    const surname = random.pick(SURNAMES)
    return { fullName: `${given} ${surname}`, given, surname, female }
  },
  business(random) {
    const shortName = `${random.chance(0.5) ? random.pick(SURNAMES) : random.pick(FANCIES)} ${random.pick(SECTORS)}`
    const form = random.weighted({ Ltd: 7, LLP: 1, '': 3 })
    return { name: `${shortName} ${form}`.trim(), shortName }
  },
  taxId(random, owner) {
    // Private persons have no VAT number, and small traders need none.
    if ('person' in owner || random.chance(0.2)) return undefined
    const body = `${random.int(1, 9)}${random.digits(6)}`
    const rest = Array.from({ length: 97 }, (_, i) => String(i).padStart(2, '0')).find((end) =>
      isValid(body + end),
    )
    return rest === undefined ? undefined : body + rest
  },
  phone(random) {
    if (random.chance(0.55))
      return `07${random.pick(['4', '5', '7', '8', '9'])}${random.digits(2)} ${random.digits(6)}`
    const area = random.pick(Object.keys(AREAS) as (keyof typeof AREAS)[])
    const local = `${random.int(2, 8)}${random.digits(AREAS[area] - 1)}`
    return `${area} ${local.slice(0, -4)} ${local.slice(-4)}`
  },
  street: (random) => `${random.int(1, 180)} ${random.pick(STREETS)}`,
  unit: (random) => `${random.pick(['Flat', 'Unit', 'Suite'])} ${random.int(1, 30)}`,
  ruralPlace: (random) => random.pick(FARMS),
  siteNames: {
    home: ['Home', 'Flat', 'House', 'Cottage'],
    work: ['Head office', 'Shop', 'Warehouse', 'Workshop', 'Branch', 'Depot'],
  },
}
