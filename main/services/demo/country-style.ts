import type { SeededRandom } from '#core/lib/seeded-random.ts'

/** A made-up person. */
export interface DemoPerson {
  fullName: string
  given: string
  surname: string
  female: boolean
}

/** A made-up company and the words for its site on a map and its mail address. */
export interface DemoBusiness {
  name: string
  /** The part of the name that people use, e.g. "Talleres Ferrer". */
  shortName: string
}

/** Whom an identifier is made for. */
export type TaxIdOwner = { person: DemoPerson } | { business: DemoBusiness }

/** Everything that differs between the countries of the demo data. */
export interface CountryStyle {
  country: string
  language: 'es' | 'en'
  currency: string
  timeZone: string
  /** Share of all customers, in parts of the sum. */
  share: number
  person(random: SeededRandom): DemoPerson
  business(random: SeededRandom): DemoBusiness
  /** A valid identifier; undefined where people have none. */
  taxId(random: SeededRandom, owner: TaxIdOwner): string | undefined
  /** A number as people type it. */
  phone(random: SeededRandom): string
  /** Number and street in the country's order. */
  street(random: SeededRandom): string
  unit(random: SeededRandom): string
  /** A place without street numbers. */
  ruralPlace(random: SeededRandom): string
  siteNames: { home: readonly string[]; work: readonly string[] }
}

/** How crews find a house that no map shows, in the language of those who read it. */
export const ADDRESS_NOTES = {
  es: [
    'Gire a la izquierda en el granero rojo, 500 m después de la rejilla de ganado.',
    'Pasado el puente, segundo camino de tierra a la derecha. Portón verde.',
    'Al final de la pista, junto al depósito de agua. Llamar antes: hay perros sueltos.',
    'Desde la ermita, siga el camino de los olivos durante 1,2 km. Casa blanca con palmera.',
    'La antena está en el tejado de la nave de atrás; la llave la tiene el encargado.',
    'Entrada por la finca vecina. Con lluvia, solo se llega con todoterreno.',
    'Camino de servicio del canal, compuerta 14. El poste queda a la izquierda.',
    'Tras la curva del molino, primera cancela a mano derecha. Sin cobertura móvil.',
  ],
  en: [
    'Turn left at the red barn, 500 m after the cattle grid.',
    'Second track on the right past the bridge. Green gate, please close it.',
    'End of the lane, beside the water tank. Ring first: dogs are loose.',
    'Follow the wall from the chapel for half a mile. White house with a slate roof.',
    'The mast is on the shed behind the house; the farmer has the key.',
    'Access through the neighbouring farm. Four-wheel drive needed after rain.',
    'Past the old mill, first gate on the right. No mobile coverage.',
    'Take the forest road at the car park; the cabinet is 200 m up on the left.',
  ],
} as const

/** A check digit or letter is found by trying all that the check accepts. */
export function withCheck(body: string, candidates: string, isRight: (text: string) => boolean): string {
  const found = [...candidates].find((candidate) => isRight(body + candidate))
  if (found === undefined) throw new Error(`no check character completes ${body}`)
  return body + found
}

/** The items of a list that is written as running text, parted by semicolons. */
export const words = (text: string): string[] =>
  text.split(';').map((word) => word.trim().replace(/\s+/g, ' '))
