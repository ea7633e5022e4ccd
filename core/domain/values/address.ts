import * as addressFormatter from '@fragaria/address-formatter'
import { fold } from '../../lib/fold.ts'
import { countryName } from './country.ts'

/** The package's types name its functions as exports; its files have them in a default export. */
const { format } = (addressFormatter as { default?: typeof addressFormatter }).default ?? addressFormatter

/** The parts of a site's address. `country` is ISO 3166-1 alpha-2. */
export interface Address {
  addressLine1?: string
  addressLine2?: string
  city?: string
  state?: string
  postcode?: string
  country?: string
}

/**
 * The lines of an address as its country writes them (templates of OpenCage, through the address formatter).
 *
 * @param language adds the country's name in that language as the last line; without it no country is written.
 */
export function addressLines(address: Address, language?: string): string[] {
  const { addressLine1, addressLine2, city, state, postcode, country } = address
  const lines = format(
    {
      ...(city && { city }),
      ...(state && showsState(address) && { state }),
      ...(postcode && { postcode }),
      ...(country && { countryCode: country }),
      // Stands in for the street lines, which are complete already: the formatter drops what it thinks is doubled.
      road: STREET_PLACE,
    },
    { output: 'array', appendCountry: false },
  )
  const own = [addressLine1, addressLine2].flatMap((line) => line?.trim() || [])
  const rest = lines.flatMap((line) => {
    if (line.trim() === STREET_PLACE) return own
    // Some templates go on behind the street in the same line.
    return line.includes(STREET_PLACE) ? [line.replace(STREET_PLACE, own.join(', '))] : [line]
  })
  return [...rest.map(tidyLine), ...(language && country ? [countryName(country, language)] : [])].filter(
    Boolean,
  )
}

/** The address in one line, for lists. */
export const addressOneLine = (address: Address, language?: string): string =>
  addressLines(address, language).join(', ')

const STREET_PLACE = 'Qstreetq'

const tidyLine = (line: string) => line.replace(/^[\s,]+|[\s,]+$/g, '')

/** A region that repeats the town says nothing. */
const showsState = ({ city, state }: Address) => fold(city ?? '') !== fold(state ?? '')
