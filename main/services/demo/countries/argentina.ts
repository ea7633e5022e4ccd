import { readTaxId } from '#core/domain/values/tax-id.ts'
import type { SeededRandom } from '#core/lib/seeded-random.ts'
import { type CountryStyle, words } from '../country-style.ts'
import { givenName, SPANISH_FEMALE, SPANISH_MALE, SPANISH_SURNAMES } from './spanish-names.ts'

const FEMALE = [
  ...SPANISH_FEMALE,
  'Florencia',
  'Camila',
  'Agustina',
  'Micaela',
  'Graciela',
  'Mirta',
  'Soledad',
]
const MALE = [...SPANISH_MALE, 'Facundo', 'Matías', 'Gonzalo', 'Nahuel', 'Gustavo', 'Marcelo', 'Lautaro']
const SURNAMES = [
  ...SPANISH_SURNAMES.slice(0, 60),
  ...words(`
  Rossi; Bianchi; Ferrari; Russo; Esposito; Moretti; Acosta; Godoy; Sosa; Ledesma; Villalba; Maldonado;
  Peralta; Luna; Figueroa; Ponce; Coronel; Bustos; Weber
`),
]
const SECTORS = words(`
  Almacén; Panificadora; Ferretería; Estudio Contable; Veterinaria; Corralón; Transporte; Distribuidora;
  Farmacia; Frigorífico; Agropecuaria; Metalúrgica; Heladería; Librería; Hotel; Bodega; Kiosco;
  Consultorio; Aserradero; Cooperativa; Parrilla; Inmobiliaria
`)
const FANCIES = [
  'del Plata',
  'Don Pedro',
  'La Pampa',
  'San Martín',
  'Los Andes',
  'La Criolla',
  'El Ombú',
  'Patagonia',
]
const STREETS = words(`
  Av. San Martín; Belgrano; Av. Rivadavia; Sarmiento; Mitre; Av. Libertador; Moreno; 9 de Julio; Italia;
  Güemes; 25 de Mayo; Urquiza; Av. Colón; Alem; Lavalle; Saavedra; Pueyrredón; Alberdi
`)
const RURAL = [
  'Estancia La Porfía',
  'Campo El Trébol',
  'Chacra 42',
  'Paraje Las Tunas',
  'Ruta Provincial 9, km 31',
]

/** Area codes and the digits that follow them, to ten in all. */
const AREAS = { '11': 10, '351': 4, '341': 4, '261': 3, '381': 2, '221': 2, '223': 2, '387': 1, '299': 1 }

export const argentina: CountryStyle = {
  country: 'AR',
  language: 'es',
  currency: 'ARS',
  timeZone: 'America/Argentina/Buenos_Aires',
  share: 15,
  person(random) {
    const female = random.chance(0.5)
    const names = female ? FEMALE : MALE
    const given = givenName(random, names, 0.35)
    const surname = random.pick(SURNAMES)
    return { fullName: `${given} ${surname}`, given, surname, female }
  },
  business(random) {
    const word = random.chance(0.5) ? random.pick(SURNAMES) : random.pick(FANCIES)
    const shortName = `${random.pick(SECTORS)} ${word}`
    const form = random.weighted({ 'S.R.L.': 6, 'S.A.': 4, 'S.A.S.': 2, '': 2 })
    return { name: `${shortName} ${form}`.trim(), shortName }
  },
  taxId(random, owner) {
    const company = 'business' in owner && /S\.[A-Z.]+$/.test(owner.business.name)
    const female = 'person' in owner && owner.person.female
    return cuit(random, company ? '30' : female ? '27' : '20')
  },
  phone(random) {
    const area = random.weighted(AREAS)
    const rest = `${random.int(4, 6)}${random.digits(9 - area.length)}`
    const local = `${rest.slice(0, -4)}-${rest.slice(-4)}`
    return random.pick([`0${area} ${local}`, `+54 9 ${area} ${local}`, `0${area} 15 ${local}`])
  },
  street: (random) => `${random.pick(STREETS)} ${random.int(50, 4900)}`,
  unit: (random) => `Piso ${random.int(1, 14)}, Dto. ${random.pick(['A', 'B', 'C', 'D'])}`,
  ruralPlace: (random) => random.pick(RURAL),
  siteNames: {
    home: ['Casa', 'Departamento', 'Casa quinta', 'Domicilio'],
    work: ['Casa central', 'Sucursal', 'Depósito', 'Planta', 'Oficina', 'Local'],
  },
}

/** Some bodies have no check digit (the rest is ten); then another one is drawn. */
function cuit(random: SeededRandom, prefix: string): string {
  for (;;) {
    const body = `${prefix}${random.int(10, 45)}${random.digits(6)}`
    const digit = [...'0123456789'].find((last) => readTaxId(body + last, 'AR').status === 'valid')
    if (digit) return body + digit
  }
}
