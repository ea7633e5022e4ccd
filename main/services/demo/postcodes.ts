import type { SeededRandom } from '#core/lib/seeded-random.ts'
import type { DemoTown } from './towns.ts'

/** Where a postal area has its centre, in degrees. */
type Area = readonly [start: string, latitude: number, longitude: number]

/** Reads `start latitude longitude` triples. */
const areas = (text: string): Area[] =>
  text.split(';').map((entry) => {
    const [start = '', latitude, longitude] = entry.trim().split(/\s+/)
    return [start, Number(latitude), Number(longitude)]
  })

/**
 * Beginnings of postcodes with the town where each is at home: Spanish provinces, Mexican states, Argentine head post
 * offices, British postcode areas. A town takes the nearest one, which is right for most and plausible for all.
 */
const AREAS: Readonly<Record<string, readonly Area[]>> = {
  ES: areas(`
    01 42.85 -2.67; 02 38.99 -1.86; 03 38.35 -0.48; 04 36.84 -2.46; 05 40.66 -4.70; 06 38.88 -6.97; 07 39.57 2.65;
    08 41.39 2.17; 09 42.34 -3.70; 10 39.48 -6.37; 11 36.53 -6.29; 12 39.99 -0.04; 13 38.99 -3.93; 14 37.88 -4.78;
    15 43.37 -8.40; 16 40.07 -2.14; 17 41.98 2.82; 18 37.18 -3.60; 19 40.63 -3.17; 20 43.32 -1.98; 21 37.26 -6.95;
    22 42.14 -0.41; 23 37.77 -3.79; 24 42.60 -5.57; 25 41.62 0.63; 26 42.47 -2.45; 27 43.01 -7.56; 28 40.42 -3.70;
    29 36.72 -4.42; 30 37.99 -1.13; 31 42.82 -1.64; 32 42.34 -7.86; 33 43.36 -5.85; 34 42.01 -4.53; 35 28.10 -15.41;
    36 42.43 -8.64; 37 40.97 -5.66; 38 28.47 -16.25; 39 43.46 -3.80; 40 40.95 -4.12; 41 37.39 -5.98; 42 41.76 -2.47;
    43 41.12 1.25; 44 40.34 -1.11; 45 39.86 -4.02; 46 39.47 -0.38; 47 41.65 -4.72; 48 43.26 -2.93; 49 41.50 -5.75;
    50 41.65 -0.88; 51 35.89 -5.31; 52 35.29 -2.94`),
  MX: areas(`
    20 21.88 -102.29; 22 32.53 -117.02; 23 24.14 -110.31; 24 19.85 -90.53; 25 25.42 -101.00; 28 19.24 -103.72;
    29 16.75 -93.12; 31 28.63 -106.08; 06 19.43 -99.13; 34 24.03 -104.65; 36 21.02 -101.26; 39 17.55 -99.50;
    42 20.12 -98.73; 44 20.67 -103.35; 50 19.29 -99.65; 58 19.70 -101.19; 62 18.92 -99.23; 63 21.50 -104.89;
    64 25.67 -100.31; 68 17.07 -96.72; 72 19.04 -98.20; 76 20.59 -100.39; 77 18.50 -88.30; 78 22.15 -100.98;
    80 24.81 -107.39; 83 29.07 -110.96; 86 17.99 -92.93; 87 23.74 -99.14; 90 19.31 -98.24; 91 19.53 -96.92;
    97 20.97 -89.62; 98 22.77 -102.57`),
  AR: areas(`
    10 -34.60 -58.38; 16 -34.51 -58.55; 19 -34.92 -57.95; 20 -32.95 -60.66; 30 -31.63 -60.70; 31 -31.73 -60.53;
    33 -27.37 -55.90; 34 -27.47 -58.83; 35 -27.45 -58.99; 36 -26.18 -58.17; 40 -26.82 -65.22; 42 -27.79 -64.26;
    44 -24.79 -65.41; 46 -24.19 -65.30; 47 -28.47 -65.78; 50 -31.42 -64.18; 53 -29.41 -66.86; 54 -31.54 -68.54;
    55 -32.89 -68.84; 57 -33.30 -66.34; 63 -36.62 -64.29; 76 -38.00 -57.56; 80 -38.72 -62.27; 83 -38.95 -68.06;
    85 -40.81 -63.00; 91 -43.30 -65.10; 94 -51.62 -69.22`),
  GB: areas(`
    AB 57.15 -2.11; B 52.48 -1.90; BA 51.38 -2.36; BD 53.79 -1.75; BH 50.72 -1.88; BL 53.58 -2.43; BN 50.83 -0.14;
    BS 51.45 -2.59; BT 54.60 -5.93; CA 54.89 -2.94; CB 52.21 0.12; CF 51.48 -3.18; CH 53.19 -2.89; CO 51.89 0.90;
    CT 51.28 1.08; CV 52.41 -1.51; DD 56.46 -2.97; DE 52.92 -1.48; DG 55.07 -3.61; DL 54.52 -1.55; DN 53.52 -1.13;
    EH 55.95 -3.19; EX 50.72 -3.53; FK 56.00 -3.78; FY 53.82 -3.05; G 55.86 -4.25; GL 51.86 -2.24; GU 51.24 -0.57;
    HR 52.06 -2.72; HS 58.21 -6.39; HU 53.74 -0.33; IP 52.06 1.16; IV 57.48 -4.22; KA 55.61 -4.50; KW 58.98 -2.96;
    KY 56.11 -3.16; LA 54.05 -2.80; LD 52.24 -3.38; LE 52.64 -1.13; LL 53.05 -3.00; LN 53.23 -0.54; LS 53.80 -1.55;
    L 53.41 -2.98; M 53.48 -2.24; ME 51.39 0.54; MK 52.04 -0.76; ML 55.79 -3.99; NE 54.98 -1.61; NG 52.95 -1.15;
    NN 52.24 -0.90; NP 51.58 -3.00; NR 52.63 1.30; OX 51.75 -1.26; PE 52.57 -0.24; PH 56.40 -3.43; PL 50.37 -4.14;
    PO 50.80 -1.09; PR 53.76 -2.70; RG 51.45 -0.97; S 53.38 -1.47; SA 51.62 -3.94; SE 51.48 -0.05; SN 51.56 -1.78;
    SO 50.90 -1.40; SP 51.07 -1.79; SR 54.91 -1.38; SW 51.47 -0.17; SY 52.71 -2.75; TA 51.02 -3.10; TD 55.60 -2.43;
    TN 51.13 0.26; TQ 50.46 -3.53; TR 50.26 -5.05; TS 54.57 -1.23; WR 52.19 -2.22; YO 53.96 -1.08; ZE 60.15 -1.15`),
}

/** Letters that end a British postcode (BS 7666 leaves out those easily misread). */
const INWARD = [...'ABDEFGHJLNPQRSTUWXYZ']

/** A postcode of the country's form, from the area the town lies in. */
export function postcodeFor(town: DemoTown, random: SeededRandom): string {
  const start = town.postcodePrefix ?? nearestArea(town)
  if (town.country === 'GB') {
    return `${start}${random.int(1, 20)} ${random.int(1, 9)}${random.pick(INWARD)}${random.pick(INWARD)}`
  }
  const length = town.country === 'AR' ? 4 : 5
  return `${start}${random.digits(length)}`.slice(0, length)
}

const known = new WeakMap<DemoTown, string>()

function nearestArea(town: DemoTown): string {
  let start = known.get(town)
  if (start === undefined) {
    const shrink = Math.cos((town.latitude * Math.PI) / 180)
    const squared = ([, latitude, longitude]: Area) =>
      (latitude - town.latitude) ** 2 + ((longitude - town.longitude) * shrink) ** 2
    const nearest = (AREAS[town.country] ?? []).reduce<Area | undefined>(
      (best, area) => (!best || squared(area) < squared(best) ? area : best),
      undefined,
    )
    start = nearest?.[0] ?? ''
    known.set(town, start)
  }
  return start
}
