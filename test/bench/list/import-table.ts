import { createBenchData } from '../store/data.ts'

const HEADERS = [
  'Nombre',
  'Tipo',
  'NIF',
  'Estado',
  'Día de facturación',
  'Correo electrónico',
  'Teléfono',
  'Dirección',
  'Código postal',
  'Ciudad',
  'Latitud',
  'Longitud',
  'Observaciones',
]

/** A table as an office would export it: one customer a row with its contact and, for most, its position. */
export function importTable(rows: number): string {
  const { customers, contacts, sites } = createBenchData(rows)
  const contactOf = new Map(contacts.map((contact) => [contact.customerId, contact]))
  // A town's postcodes begin alike.
  const towns = [...new Set(sites.map((site) => site.city))]
  const postcodeOf = (city: string | undefined, i: number): string =>
    String((towns.indexOf(city) % 50) + 1).padStart(2, '0') + String(i % 1000).padStart(3, '0')
  const siteOf = new Map(sites.map((site) => [site.customerId, site]))
  const lines = customers.map((customer, i) => {
    const contact = contactOf.get(customer.id)
    const site = siteOf.get(customer.id)
    // One in ten is placed by its town.
    const isPlaced = i % 10 !== 0
    return [
      customer.name,
      customer.type === 'business' ? 'Empresa' : 'Particular',
      String(i).padStart(8, '0') + 'X',
      ['Activo', 'Pendiente', 'Suspendido'][i % 3],
      String((i % 28) + 1),
      `cliente${i}@example.com`,
      contact?.phones[0]?.typed ?? '',
      `${site?.addressLine1 ?? 'Calle Mayor'} ${i}`,
      postcodeOf(site?.city, i),
      site?.city ?? 'Madrid',
      isPlaced ? String(site?.latitude ?? 40.4).replace('.', ',') : '',
      isPlaced ? String(site?.longitude ?? -3.7).replace('.', ',') : '',
      i % 5 === 0 ? 'Llamar antes; no hay portero' : '',
    ]
      .map((cell) => (/[;"]/.test(cell ?? '') ? `"${cell}"` : cell))
      .join(';')
  })
  return `\uFEFF${HEADERS.join(';')}\r\n${lines.join('\r\n')}\r\n`
}
