import { createRequire } from 'node:module'
import type { DemoTown } from '#main/services/demo/index.ts'
import { createLand, type CountryAtlas } from '#main/services/demo/land.ts'

/** The land of the demo, read without the test runner's transform of a JSON file of 4 MB. */
export const readLand = () =>
  createLand(createRequire(import.meta.url)('world-atlas/countries-10m.json') as CountryAtlas)

/** Towns that make it hard to stay on land: capes, islands, river mouths and borders, with some inland ones. */
export const COASTAL_TOWNS: readonly DemoTown[] = [
  ['Cádiz', 'Andalucía', 'ES', 36.5298, -6.2926, 116_000],
  ['Málaga', 'Andalucía', 'ES', 36.7202, -4.4203, 578_000],
  ['Algeciras', 'Andalucía', 'ES', 36.1332, -5.4505, 121_000],
  ['Barcelona', 'Cataluña', 'ES', 41.3888, 2.159, 1_620_000],
  ['A Coruña', 'Galicia', 'ES', 43.3713, -8.396, 246_000],
  ['Palma', 'Islas Baleares', 'ES', 39.5694, 2.6502, 416_000],
  ['Las Palmas', 'Canarias', 'ES', 28.0997, -15.4134, 378_000],
  ['Ceuta', 'Ceuta', 'ES', 35.8894, -5.3198, 85_000],
  ['Donostia', 'País Vasco', 'ES', 43.3128, -1.975, 188_000],
  ['Peñíscola', 'Comunidad Valenciana', 'ES', 40.3594, 0.406, 8_000],
  ['Madrid', 'Comunidad de Madrid', 'ES', 40.4165, -3.7026, 3_255_000],
  ['Teruel', 'Aragón', 'ES', 40.3456, -1.1065, 36_000],
  ['Acapulco', 'Guerrero', 'MX', 16.8634, -99.8901, 673_000],
  ['Veracruz', 'Veracruz', 'MX', 19.1809, -96.1429, 552_000],
  ['Tijuana', 'Baja California', 'MX', 32.5027, -117.0037, 1_810_000],
  ['Mexico City', 'Ciudad de México', 'MX', 19.4285, -99.1277, 9_209_000],
  ['Mar del Plata', 'Buenos Aires', 'AR', -38.0023, -57.5575, 614_000],
  ['Buenos Aires', 'Ciudad Autónoma de Buenos Aires', 'AR', -34.6132, -58.3772, 3_120_000],
  ['Ushuaia', 'Tierra del Fuego', 'AR', -54.8019, -68.303, 82_000],
  ['Posadas', 'Misiones', 'AR', -27.3671, -55.8961, 320_000],
  ['Córdoba', 'Córdoba', 'AR', -31.4135, -64.1811, 1_430_000],
  ['Brighton', 'England', 'GB', 50.8284, -0.1395, 229_000],
  ['Portsmouth', 'England', 'GB', 50.7989, -1.0912, 208_000],
  ['Blackpool', 'England', 'GB', 53.8167, -3.05, 140_000],
  ['Lerwick', 'Scotland', 'GB', 60.1545, -1.1494, 7_000],
  ['Leeds', 'England', 'GB', 53.7965, -1.5478, 536_000],
].map(([name, state, country, latitude, longitude, population]) => ({
  name: String(name),
  state: String(state),
  country: String(country),
  latitude: Number(latitude),
  longitude: Number(longitude),
  population: Number(population),
}))
