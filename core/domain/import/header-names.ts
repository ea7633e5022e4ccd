import { fold } from '../../lib/fold.ts'
import type { ImportFieldKey } from './fields.ts'

/** A header without case, accents and marks; `invoiceStreet1` and `invoice_street_1` read alike. */
export const headerKey = (header: string): string =>
  fold(header.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/(\p{L})(\d)/gu, '$1 $2'))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const names = (entries: Partial<Record<ImportFieldKey, string>>): ReadonlyMap<string, ImportFieldKey> =>
  new Map(
    Object.entries(entries).flatMap(([field, words]) =>
      // The keys of `entries` are fields.
      words.split(',').map((word) => [headerKey(word), field as ImportFieldKey] as const),
    ),
  )

/** How office files head their columns, in Spanish and English. */
export const HEADER_NAMES = names({
  'customer.number':
    'numero, numero de cliente, n cliente, no cliente, num cliente, codigo, codigo de cliente, cod cliente, cliente id, customer number, customer no, account number, account, client number',
  'customer.name':
    'nombre, nombre completo, nombre y apellidos, cliente, nombre del cliente, razon social, titular, name, full name, customer, customer name, client, client name',
  'customer.companyName': 'empresa, compania, nombre de empresa, company, company name, business name',
  'customer.firstName': 'nombre de pila, first name, given name, forename',
  'customer.lastName': 'apellidos, apellido, last name, surname, family name',
  'customer.type': 'tipo, tipo de cliente, type, customer type, client type, account type, category',
  'customer.taxId':
    'nif, cif, dni, nie, nif cif, cif nif, dni nif, dni cif, id fiscal, nif id fiscal, identificacion fiscal, documento, rfc, cuit, cuil, vat, vat number, vat id, tax id, tax number, tax identifier, company tax id',
  'customer.statusId': 'estado, estado del cliente, situacion, status, customer status, account status',
  'customer.paymentType':
    'forma de pago, tipo de pago, modalidad, payment type, billing type, type of billing',
  'customer.billDay': 'dia de facturacion, dia de factura, dia de corte, bill day, billing day, invoice day',
  'customer.currency': 'moneda, divisa, currency, currency code',
  'customer.language': 'idioma, lengua, language, locale',
  'customer.tags': 'etiquetas, etiqueta, tags, tag, labels, client tags',
  'customer.officeId':
    'oficina, oficina de facturacion, sucursal, delegacion, office, billing office, branch, organization, organizacion',
  'customer.notes': 'notas, nota, observaciones, comentarios, notes, note, comments, remarks',
  'contact.name':
    'contacto, persona de contacto, nombre del contacto, nombre de contacto, contact, contact name, contact person',
  'contact.role': 'cargo, puesto, role, job title, position title',
  'contact.emails':
    'email, e mail, correo, correo electronico, correo electronico 2, mail, email 1, email 2, email address, billing email, correo de facturacion, contact email',
  'contact.phones':
    'telefono, telefonos, telefono 1, telefono 2, movil, movil 1, movil 2, celular, tel, tel 1, tel 2, tlf, telefono fijo, telefono movil, fijo, phone, phone 1, phone 2, phone number, mobile, mobile phone, cell, cell phone, telephone, contact phone',
  'contact.typeIds': 'tipo de contacto, contact type, contact types',
  'contact.authorisedToChange': 'autorizado, autorizado a cambios, authorised, authorized',
  'contact.notes': 'notas del contacto, contact notes',
  'site.name': 'sitio, nombre del sitio, ubicacion, instalacion, site, site name, location name',
  'site.addressLine1':
    'direccion, direccion 1, domicilio, calle, via, calle y numero, address, address 1, address line 1, street, street 1, street address',
  'site.houseNumber': 'numero de calle, num calle, portal, numero exterior, house number, street number',
  'site.addressLine2':
    'direccion 2, piso, piso y puerta, puerta, planta, numero interior, address 2, address line 2, street 2, unit, apartment, suite, flat',
  'site.city':
    'ciudad, poblacion, localidad, municipio, delegacion municipal, city, town, locality, municipality',
  'site.state':
    'provincia, region, comunidad, estado provincia, departamento, state, province, county, state region',
  'site.postcode': 'codigo postal, cp, c p, cod postal, postal, postcode, postal code, zip, zip code',
  'site.country': 'pais, country, country code',
  'site.latitude': 'latitud, lat, latitude, gps lat, address gps lat, gps latitude',
  'site.longitude': 'longitud, lon, lng, long, longitude, gps lon, gps lng, address gps lon, gps longitude',
  'site.position':
    'coordenadas, posicion, gps, geo, geo data, plus code, codigo plus, mapa, enlace de mapa, coordinates, position, location coordinates, map link',
  'site.addressNote':
    'indicaciones, como llegar, referencia, referencias, nota de direccion, directions, address note, access notes',
  'site.separateInvoice': 'factura aparte, factura separada, separate invoice',
})

/** A program whose export we know: columns by which it is recognised, and what its columns are. */
export interface ImportPreset {
  id: 'splynx' | 'uisp'
  name: string
  /** All of these are among the headers. */
  marks: readonly string[]
  columns: ReadonlyMap<string, ImportFieldKey | 'attribute/'>
}

const preset = (
  id: ImportPreset['id'],
  name: string,
  marks: string,
  columns: Partial<Record<ImportFieldKey | 'attribute/', string>>,
): ImportPreset => ({
  id,
  name,
  marks: marks.split(',').map(headerKey),
  columns: new Map(
    Object.entries(columns).flatMap(([field, words]) =>
      words.split(',').map((word) => [headerKey(word), field as ImportFieldKey | 'attribute/'] as const),
    ),
  ),
})

/**
 * Columns of the customer exports of Splynx (customer_management docs: Login, Billing type, Category, Full name, Geo data)
 * and UISP (fields of its CRM API's client). Their ids are kept as attributes, so that a later export finds them again.
 */
export const IMPORT_PRESETS: readonly ImportPreset[] = [
  preset('splynx', 'Splynx', 'login, status', {
    'attribute/': 'id, login, date added, date add, partner, location',
    'customer.name': 'full name, name',
    'customer.statusId': 'status',
    'customer.type': 'category',
    'customer.paymentType': 'billing type, type of billing',
    'customer.taxId': 'identification, vat id',
    'contact.emails': 'email, billing email',
    'contact.phones': 'phone, phone number, phone numbers',
    'site.addressLine1': 'street, street 1',
    'site.postcode': 'zip, zip code',
    'site.city': 'city',
    'site.position': 'gps, geo data, geodata',
    'customer.tags': 'labels, customer labels',
  }),
  preset('uisp', 'UISP', 'first name, last name, company name', {
    'attribute/': 'id, custom id, user ident, client id, registration date',
    'customer.firstName': 'first name',
    'customer.lastName': 'last name',
    'customer.companyName': 'company name',
    'customer.type': 'client type, type',
    'customer.taxId': 'tax id, company tax id, company registration number',
    'customer.currency': 'currency, currency code',
    'customer.officeId': 'organization, organization name',
    'customer.tags': 'tags, client tags',
    'customer.notes': 'note, notes',
    'contact.emails': 'email, emails',
    'contact.phones': 'phone, phones',
    'site.addressLine1': 'street, street 1',
    'site.addressLine2': 'street 2',
    'site.city': 'city',
    'site.state': 'state, state code',
    'site.postcode': 'zip, zip code',
    'site.country': 'country, country code',
    'site.latitude': 'gps lat, latitude, address gps lat',
    'site.longitude': 'gps lon, longitude, address gps lon',
  }),
]
