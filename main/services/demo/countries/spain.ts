import { readTaxId } from '#core/domain/values/tax-id.ts'
import type { SeededRandom } from '#core/lib/seeded-random.ts'
import { withCheck, type CountryStyle, words } from '../country-style.ts'
import { givenName, SPANISH_FEMALE, SPANISH_MALE, SPANISH_SURNAMES } from './spanish-names.ts'

const SECTORS = words(`
  Panadería; Talleres; Farmacia; Clínica Dental; Asesoría; Ferretería; Restaurante; Hostal; Bodegas;
  Transportes; Carpintería; Autoescuela; Óptica; Librería; Gestoría; Cafetería; Inmobiliaria; Electricidad;
  Construcciones; Academia; Frutas; Muebles; Imprenta; Viveros; Almazara; Pescados; Residencia;
  Clínica Veterinaria; Ingeniería; Cristalería
`)
const FANCIES = words(`
  del Sur; La Plaza; Nuevo Milenio; San Isidro; El Olivar; Miramar; La Encina; Puerta Real; Los Arcos;
  Santa Ana; El Molino; Costa Azul; La Dehesa; Virgen del Carmen; El Faro; Alcazaba; La Ribera
`)
const FORMS = { 'S.L.': 'B', 'S.A.': 'A', 'S. Coop.': 'F', 'C.B.': 'E' } as const
const STREETS = words(`
  Calle Mayor; Calle Real; Avenida de la Constitución; Calle San Juan; Calle del Sol; Plaza de España;
  Calle Nueva; Avenida de Andalucía; Calle Cervantes; Calle de la Iglesia; Paseo de la Estación;
  Calle Ramón y Cajal; Avenida de la Paz; Calle Goya; Calle Colón; Travesía del Mercado; Calle Velázquez;
  Ronda Norte; Calle del Carmen; Calle Fuente Nueva; Camino de Ronda; Calle Lope de Vega; Calle Larga
`)
const RURAL = ['Cortijo', 'Finca', 'Camino de', 'Pago de', 'Partida', 'Diseminado']
const RURAL_NAMES = [
  'Los Almendros',
  'La Vega',
  'El Romeral',
  'Las Lomas',
  'La Umbría',
  'Fuente Fría',
  'El Chaparral',
]

/** Whether the register of the tax office would take it. */
const isValid = (id: string) => readTaxId(id, 'ES').status === 'valid'

const phoneShapes = [
  (d: string) => `6${d.slice(0, 2)} ${d.slice(2, 5)} ${d.slice(5, 8)}`,
  (d: string) => `6${d.slice(0, 2)} ${d.slice(2, 4)} ${d.slice(4, 6)} ${d.slice(6, 8)}`,
  (d: string) => `+34 6${d.slice(0, 8)}`,
  (d: string) => `9${(Number(d[0]) % 8) + 1}${d[1]} ${d.slice(2, 5)} ${d.slice(5, 8)}`,
]

export const spain: CountryStyle = {
  country: 'ES',
  language: 'es',
  currency: 'EUR',
  timeZone: 'Europe/Madrid',
  share: 55,
  person(random) {
    const female = random.chance(0.5)
    const given = givenName(random, female ? SPANISH_FEMALE : SPANISH_MALE, 0.15)
    const surname = `${random.pick(SPANISH_SURNAMES)} ${random.pick(SPANISH_SURNAMES)}`
    return { fullName: `${given} ${surname}`, given, surname, female }
  },
  business(random) {
    const word = random.chance(0.6) ? random.pick(SPANISH_SURNAMES) : random.pick(FANCIES)
    const shortName = `${random.pick(SECTORS)} ${word}`
    const form = random.weighted({ 'S.L.': 12, 'S.A.': 3, 'S. Coop.': 1, 'C.B.': 1, '': 3 })
    return { name: `${shortName} ${form}`.trim(), shortName }
  },
  taxId(random, owner) {
    if ('person' in owner) return personTaxId(random)
    const form = Object.entries(FORMS).find(([ending]) => owner.business.name.endsWith(ending))
    // Without a legal form the owner trades under their own identifier.
    if (!form) return personTaxId(random)
    return withCheck(
      `${form[1]}${random.int(1, 52).toString().padStart(2, '0')}${random.digits(5)}`,
      '0123456789',
      isValid,
    )
  },
  phone: (random) => random.pick(phoneShapes)(random.digits(8)),
  street: (random) => `${random.pick(STREETS)}, ${random.int(1, 120)}`,
  unit: (random) => `${random.int(1, 8)}.º ${random.pick(['A', 'B', 'C', 'D', 'izquierda', 'derecha'])}`,
  ruralPlace: (random) => `${random.pick(RURAL)} ${random.pick(RURAL_NAMES)}, s/n`,
  siteNames: {
    home: ['Casa', 'Vivienda', 'Piso', 'Casa del pueblo', 'Apartamento'],
    work: ['Oficina central', 'Tienda', 'Almacén', 'Nave industrial', 'Delegación', 'Obrador', 'Sucursal'],
  },
}

function personTaxId(random: SeededRandom): string {
  const body = random.chance(0.08) ? `${random.pick(['X', 'Y', 'Z'])}${random.digits(7)}` : random.digits(8)
  return withCheck(body, 'TRWAGMYFPDXBNJZSQVHLCKE', isValid)
}
