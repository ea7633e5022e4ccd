/**
 * Names of places as they are written where they are, where GeoNames' main name lacks the accents of the official one
 * (INE's list of municipalities, INEGI's catalogue of localities). By hand: GeoNames' other names hold every language's
 * spelling, so that no rule can tell `Cádiz` from `Madríd`.
 */
const LOCAL_NAMES: ReadonlyMap<string, string> = new Map(
  `ES:Cadiz=Cádiz; ES:Alora=Álora; ES:Benijofar=Benijófar; ES:Denia=Dénia; ES:Javea=Jávea; ES:Mojacar=Mojácar
ES:Playa del Ingles=Playa del Inglés; ES:Velez Rubio=Vélez-Rubio; ES:Zahinos=Zahínos
MX:Anahuac=Anáhuac; MX:Beristain=Beristáin; MX:Cocorit=Cócorit; MX:Los Angeles=Los Ángeles
MX:Mahuixtlan=Mahuixtlán; MX:Paramo=Páramo; MX:Ricardo Flores Magon=Ricardo Flores Magón
MX:San Miguel Zapotitlan=San Miguel Zapotitlán; MX:Tepetitlan=Tepetitlán
PE:San Agustin=San Agustín`
    .split(/\s*[\n;]\s*/)
    .map((entry) => entry.split('=') as [string, string]),
)

/** What Mexico's list of localities puts behind a name to say what kind of place it is. */
const KIND_BEHIND = /\s*\[[^\]]*\]$/u
/** Prisons are listed as localities "without a name". */
const NO_TOWN = /^Ninguno\b|\[(CERESO|Centro de Readaptación)/u

/** The name of a town as people there write it; undefined when it is none. */
export function localName(country: string, name: string): string | undefined {
  if (NO_TOWN.test(name)) return undefined
  return LOCAL_NAMES.get(`${country}:${name}`) ?? name.replace(KIND_BEHIND, '')
}
