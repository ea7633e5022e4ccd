import type { CountryStyle } from '../country-style.ts'
import { argentina } from './argentina.ts'
import { britain } from './britain.ts'
import { mexico } from './mexico.ts'
import { spain } from './spain.ts'

/** The countries of the demo data, largest share first. */
export const COUNTRY_STYLES: readonly CountryStyle[] = [spain, mexico, argentina, britain]
