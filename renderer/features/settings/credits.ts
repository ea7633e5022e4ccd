/** Data inside the program, with the licence under which it is passed on (research/geo-mail.md §3). */
export const DATA_CREDITS = [
  {
    id: 'geonames',
    name: 'GeoNames',
    address: 'https://www.geonames.org',
    licence: 'CC BY 4.0',
    licenceAddress: 'https://creativecommons.org/licenses/by/4.0/',
  },
  {
    id: 'naturalEarth',
    name: 'Natural Earth',
    address: 'https://www.naturalearthdata.com',
    licence: undefined,
    licenceAddress: undefined,
  },
  {
    id: 'opencage',
    name: 'OpenCage address-formatting',
    address: 'https://github.com/OpenCageData/address-formatting',
    licence: 'MIT',
    licenceAddress: undefined,
  },
  {
    id: 'plusCodes',
    name: 'Open Location Code',
    address: 'https://github.com/google/open-location-code',
    licence: 'Apache 2.0',
    licenceAddress: 'https://www.apache.org/licenses/LICENSE-2.0',
  },
] as const

/** Libraries in the window. Checked against the lock file in test/unit/renderer/app/credits.test.ts. */
export const LIBRARIES = [
  ['vue', 'MIT'],
  ['vue-router', 'MIT'],
  ['vue-i18n', 'MIT'],
  ['pinia', 'MIT'],
  ['reka-ui', 'MIT'],
  ['@tanstack/vue-virtual', 'MIT'],
  ['tailwindcss', 'MIT'],
  ['@lucide/vue', 'ISC'],
  ['rxdb', 'Apache-2.0'],
  ['rxjs', 'Apache-2.0'],
  ['echarts', 'Apache-2.0'],
  ['leaflet', 'BSD-2-Clause'],
  ['topojson-client', 'ISC'],
  ['world-atlas', 'ISC'],
  ['typebox', 'MIT'],
  ['libphonenumber-js', 'MIT'],
  ['@fragaria/address-formatter', 'MIT'],
  ['postcode-validator', 'MIT'],
  ['uqr', 'MIT'],
  ['uuid', 'MIT'],
] as const
