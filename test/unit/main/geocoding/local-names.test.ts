import { expect, it } from 'vitest'
import { localName } from '#main/services/geocoding/local-names.ts'

it.each([
  ['ES', 'Cadiz', 'Cádiz'],
  ['US', 'Cadiz', 'Cadiz'],
  ['ES', 'Madrid', 'Madrid'],
  ['MX', 'Rancho Alegre [Fraccionamiento]', 'Rancho Alegre'],
  ['MX', 'Real del Valle (El Paraíso) [Fraccionamiento]', 'Real del Valle (El Paraíso)'],
  ['MX', 'Ninguno [CERESO]', undefined],
  ['MX', 'Ciudad Guzmán [CERESO]', undefined],
  ['MX', 'Ninguno [Centro de Readaptación Social de Atlacholoaya]', undefined],
])('%s: %s is %s', (country, name, local) => {
  expect(localName(country, name)).toBe(local)
})
