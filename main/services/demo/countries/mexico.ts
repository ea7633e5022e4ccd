import { readTaxId } from '#core/domain/values/tax-id.ts'
import { fold } from '#core/lib/fold.ts'
import { withCheck, type CountryStyle, type DemoPerson, words } from '../country-style.ts'
import { givenName, SPANISH_FEMALE, SPANISH_MALE, SPANISH_SURNAMES } from './spanish-names.ts'

const FEMALE = [
  ...SPANISH_FEMALE,
  'Guadalupe',
  'Alejandra',
  'Ximena',
  'Fernanda',
  'Yolanda',
  'Leticia',
  'Araceli',
]
const MALE = [...SPANISH_MALE, 'Guadalupe', 'Ricardo', 'Arturo', 'Gerardo', 'Héctor', 'Emiliano', 'Ernesto']
const SURNAMES = [
  ...SPANISH_SURNAMES,
  'Chávez',
  'Mendoza',
  'Juárez',
  'Salazar',
  'Ochoa',
  'Cervantes',
  'Nava',
  'Zavala',
]

const SECTORS = words(`
  Abarrotes; Ferretería; Tortillería; Refaccionaria; Consultorio; Papelería; Taquería; Constructora;
  Transportes; Farmacia; Panadería; Maquinados; Distribuidora; Comercializadora; Hotel; Mueblería;
  Laboratorio; Despacho; Agropecuaria; Textiles; Empaques; Colegio
`)
const FANCIES = [
  'del Bajío',
  'La Guadalupana',
  'El Águila',
  'San Miguel',
  'del Norte',
  'La Esperanza',
  'Azteca',
  'Sol',
]
const FORMS = ['S.A. de C.V.', 'S. de R.L. de C.V.', 'S.A.P.I. de C.V.', 'S.C.'] as const
const STREETS = words(`
  Av. Benito Juárez; Calle Hidalgo; Av. Insurgentes; Calle Morelos; Av. Revolución; Calle 5 de Mayo;
  Calle Allende; Av. Universidad; Calle Zaragoza; Calle Matamoros; Blvd. Miguel de la Madrid;
  Calle Pino Suárez; Av. López Mateos; Calle Vicente Guerrero; Calle Francisco I. Madero;
  Av. de las Torres; Calle 16 de Septiembre
`)
const DISTRICTS = [
  'Col. Centro',
  'Col. Del Valle',
  'Col. Roma',
  'Fracc. Las Palmas',
  'Col. Obrera',
  'Col. Jardines',
]
const RANCHES = [
  'Rancho El Mezquite',
  'Ejido La Unión',
  'Rancho San José',
  'Hacienda Vieja',
  'Rancho Los Encinos',
]

/** Area codes of two digits, by how many people live there. */
const AREAS = {
  '55': 10,
  '33': 4,
  '81': 4,
  '222': 2,
  '442': 2,
  '664': 2,
  '999': 2,
  '477': 1,
  '229': 1,
  '614': 1,
}

const isValid = (id: string) => readTaxId(id, 'MX').status === 'valid'
const letters = (text: string) =>
  fold(text)
    .toUpperCase()
    .replace(/[^A-Z]/g, '')

export const mexico: CountryStyle = {
  country: 'MX',
  language: 'es',
  currency: 'MXN',
  timeZone: 'America/Mexico_City',
  share: 18,
  person(random) {
    const female = random.chance(0.5)
    const names = female ? FEMALE : MALE
    const given = givenName(random, names, 0.4)
    const surname = `${random.pick(SURNAMES)} ${random.pick(SURNAMES)}`
    return { fullName: `${given} ${surname}`, given, surname, female }
  },
  business(random) {
    const word = random.chance(0.55) ? random.pick(SURNAMES) : random.pick(FANCIES)
    const shortName = `${random.pick(SECTORS)} ${word}`
    return { name: random.chance(0.8) ? `${shortName} ${random.pick(FORMS)}` : shortName, shortName }
  },
  taxId(random, owner) {
    const start =
      'person' in owner
        ? personInitials(owner.person)
        : letters(owner.business.shortName).padEnd(3, 'X').slice(0, 3)
    const born = 'person' in owner
    const year = born ? random.int(45, 99) : random.int(85, 99)
    const date = `${year}${two(random.int(1, 12))}${two(random.int(1, 28))}`
    const homonym = `${random.pick(ALPHABET)}${random.pick(ALPHABET)}`
    return withCheck(`${start}${date}${homonym}`, '0123456789A', isValid)
  },
  phone(random) {
    const area = random.weighted(AREAS)
    const rest = `${random.int(1, 9)}${random.digits(9 - area.length)}`
    return random.chance(0.3) ? `+52 ${area} ${rest}` : `${area} ${rest.slice(0, -4)} ${rest.slice(-4)}`
  },
  street: (random) => `${random.pick(STREETS)} ${random.int(1, 900)}, ${random.pick(DISTRICTS)}`,
  unit: (random) => `Int. ${random.int(1, 40)}`,
  ruralPlace: (random) => `${random.pick(RANCHES)}, domicilio conocido`,
  siteNames: {
    home: ['Casa', 'Departamento', 'Casa de campo', 'Domicilio'],
    work: ['Matriz', 'Sucursal', 'Bodega', 'Planta', 'Oficina', 'Punto de venta'],
  },
}

const ALPHABET = [...'ABCDEFGHIJKLMNPQRSTUVWXYZ123456789']
const two = (value: number) => String(value).padStart(2, '0')

/** First letter and first inner vowel of the father's surname, initials of the mother's and of the given name (SAT). */
function personInitials(person: DemoPerson): string {
  const [father = '', mother = ''] = person.surname.split(' ').map(letters)
  const vowel = /[AEIOU]/.exec(father.slice(1))?.[0] ?? 'X'
  return `${father[0] ?? 'X'}${vowel}${mother[0] ?? 'X'}${letters(person.given)[0] ?? 'X'}`
}
