/**
 * Spanish names that GeoNames' English main names lack, made by hand. Regions by code, places by country and main name. The
 * style is that of the Fundéu's and the Ortografía's lists of exonyms.
 */

/** Countries whose addresses are written in Spanish: their names are Spanish whatever the language of the screen. */
export const SPANISH_SPEAKING = new Set(
  'ES MX AR CO PE VE CL EC GT CU BO DO HN PY SV NI CR PA UY GQ PR'.split(' '),
)

/** Provinces of Spain by the INE's number, which is also the start of their postcodes. */
const PROVINCES =
  `Álava|Albacete|Alicante|Almería|Ávila|Badajoz|Illes Balears|Barcelona|Burgos|Cáceres|Cádiz|Castellón|Ciudad Real|Córdoba|
A Coruña|Cuenca|Girona|Granada|Guadalajara|Gipuzkoa|Huelva|Huesca|Jaén|León|Lleida|La Rioja|Lugo|Madrid|Málaga|Murcia|
Navarra|Ourense|Asturias|Palencia|Las Palmas|Pontevedra|Salamanca|Santa Cruz de Tenerife|Cantabria|Segovia|Sevilla|Soria|
Tarragona|Teruel|Toledo|Valencia|Valladolid|Bizkaia|Zamora|Zaragoza|Ceuta|Melilla`
    .split('|')
    .map((name) => name.trim())

/** The province of an INE number or of the first two digits of a postcode, `01` to `52`. */
export const spanishProvince = (number: string): string | undefined => PROVINCES[Number(number) - 1]

const table = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .trim()
      .split(/\s*[\n;]\s*/)
      .map((entry) => entry.split('=') as [string, string]),
  )

export const SPANISH_REGIONS = table(`
ES.07=Illes Balears; ES.29=Comunidad de Madrid; ES.31=Región de Murcia; ES.32=Navarra; ES.34=Principado de Asturias
ES.51=Andalucía; ES.52=Aragón; ES.53=Canarias; ES.54=Castilla-La Mancha; ES.55=Castilla y León; ES.56=Cataluña
ES.59=País Vasco; ES.60=Comunidad Valenciana
MX.09=Ciudad de México; MX.15=Estado de México
AR.01=Buenos Aires; AR.05=Córdoba; AR.07=Ciudad Autónoma de Buenos Aires; AR.08=Entre Ríos; AR.15=Neuquén
AR.16=Río Negro; AR.24=Tucumán
CL.01=Valparaíso; CL.04=La Araucanía; CL.06=Biobío; CL.08=O'Higgins; CL.10=Magallanes; CL.12=Región Metropolitana de Santiago
CO.25=San Andrés y Providencia; CO.34=Bogotá D. C.; CU.02=La Habana; DO.34=Distrito Nacional; EC.04=Cañar
GQ.03=Annobón; GT.20=Suchitepéquez; HN.11=Islas de la Bahía; NI.17=Costa Caribe Norte; NI.18=Costa Caribe Sur
PE.LMA=Lima; PE.15=Lima Provincias; PE.02=Áncash; PE.08=Cusco; PE.12=Junín; PY.22=Asunción
SV.14=Usulután; SV.08=Morazán; SV.07=La Unión; SV.04=Cuscatlán; SV.02=Cabañas; SV.01=Ahuachapán
VE.25=Distrito Capital; VE.26=La Guaira
GB.ENG=Inglaterra; GB.SCT=Escocia; GB.WLS=Gales; GB.NIR=Irlanda del Norte; GB.ENG.GLA=Gran Londres; GB.ENG.C6=Cornualles
US.DC=Distrito de Columbia; US.HI=Hawái; US.LA=Luisiana; US.MO=Misuri; US.MS=Misisipi; US.NC=Carolina del Norte
US.ND=Dakota del Norte; US.NH=Nuevo Hampshire; US.NJ=Nueva Jersey; US.NM=Nuevo México; US.NY=Nueva York; US.OR=Oregón
US.PA=Pensilvania; US.SC=Carolina del Sur; US.SD=Dakota del Sur; US.WV=Virginia Occidental
FR.28=Normandía; FR.53=Bretaña; FR.75=Nueva Aquitania; FR.76=Occitania; FR.84=Auvernia-Ródano-Alpes; FR.94=Córcega
FR.11=Isla de Francia; FR.24=Centro-Valle de Loira; FR.27=Borgoña-Franco Condado; FR.32=Alta Francia; FR.44=Gran Este
FR.52=País del Loira; FR.93=Provenza-Alpes-Costa Azul
DE.01=Baden-Wurtemberg; DE.02=Baviera; DE.03=Bremen; DE.04=Hamburgo; DE.05=Hesse; DE.06=Baja Sajonia
DE.07=Renania del Norte-Westfalia; DE.08=Renania-Palatinado; DE.09=Sarre; DE.10=Schleswig-Holstein; DE.11=Brandeburgo
DE.12=Mecklemburgo-Pomerania Occidental; DE.13=Sajonia; DE.14=Sajonia-Anhalt; DE.15=Turingia; DE.16=Berlín
IT.01=Abruzos; IT.02=Basilicata; IT.05=Emilia-Romaña; IT.07=Lacio; IT.09=Lombardía; IT.10=Las Marcas; IT.12=Piamonte
IT.13=Apulia; IT.14=Cerdeña; IT.15=Sicilia; IT.16=Toscana; IT.19=Valle de Aosta; IT.20=Véneto
PT.10=Madeira; PT.14=Lisboa; PT.17=Oporto; PT.23=Azores; PT.03=Beja; PT.05=Braganza; PT.07=Coímbra
`)

/** Names in English where GeoNames' own are misspelt or meant for no address. */
export const ENGLISH_REGIONS = table(`
ES.54=Castile-La Mancha; ES.55=Castile and León
IT.02=Basilicata; DE.16=Berlin
`)

export const SPANISH_PLACES = table(`
ES:Gasteiz / Vitoria=Vitoria-Gasteiz; ES:Donostia / San Sebastián=Donostia-San Sebastián
MX:Mexico City=Ciudad de México; MX:León de los Aldama=León; MX:Santiago de Querétaro=Querétaro
CU:Havana=La Habana; GT:Guatemala City=Ciudad de Guatemala; PA:Panamá=Ciudad de Panamá
GB:London=Londres; GB:Edinburgh=Edimburgo; IE:Dublin=Dublín
US:New York City=Nueva York; US:Philadelphia=Filadelfia; US:New Orleans=Nueva Orleans; US:Los Angeles=Los Ángeles
FR:Paris=París; FR:Bordeaux=Burdeos; FR:Marseille=Marsella; FR:Nice=Niza
FR:Perpignan=Perpiñán; FR:Bayonne=Bayona; FR:Strasbourg=Estrasburgo
PT:Lisbon=Lisboa; PT:Porto=Oporto; PT:Coimbra=Coímbra
IT:Rome=Roma; IT:Milan=Milán; IT:Turin=Turín; IT:Florence=Florencia; IT:Venice=Venecia; IT:Naples=Nápoles
IT:Genoa=Génova; IT:Bologna=Bolonia
DE:Berlin=Berlín; DE:Munich=Múnich; DE:Hamburg=Hamburgo; DE:Köln=Colonia; DE:Frankfurt am Main=Fráncfort del Meno
AT:Vienna=Viena; CH:Genève=Ginebra; CH:Zürich=Zúrich; CH:Bern=Berna; CH:Basel=Basilea; CH:Lausanne=Lausana
BE:Brussels=Bruselas; BE:Antwerpen=Amberes; BE:Brugge=Brujas; BE:Gent=Gante; NL:Amsterdam=Ámsterdam; NL:The Hague=La Haya
NL:Rotterdam=Róterdam; LU:Luxembourg=Luxemburgo; AD:Andorra la Vella=Andorra la Vieja
SE:Stockholm=Estocolmo; DK:Copenhagen=Copenhague; PL:Warsaw=Varsovia; CZ:Prague=Praga; GR:Athens=Atenas
RO:Bucharest=Bucarest; RU:Moscow=Moscú; UA:Kyiv=Kiev; TR:Istanbul=Estambul
EG:Cairo=El Cairo; MA:Tangier=Tánger; MA:Tétouan=Tetuán; MA:Fès=Fez; MA:Marrakesh=Marrakech; DZ:Algiers=Argel
DZ:Oran=Orán; TN:Tunis=Túnez; JP:Tokyo=Tokio; KR:Seoul=Seúl; CN:Beijing=Pekín; CN:Shanghai=Shanghái; IN:Mumbai=Bombay
IL:Jerusalem=Jerusalén; BR:Rio de Janeiro=Río de Janeiro; BR:Brasília=Brasilia
CA:Montréal=Montreal; CA:Québec=Quebec
`)

/** Further names that people type, joined by `|`. */
export const SEARCH_NAMES = table(`
AR:Buenos Aires=CABA|Capital Federal|Ciudad Autónoma de Buenos Aires; MX:Mexico City=CDMX|México DF|Distrito Federal
ES:Palma=Palma de Mallorca; US:New York City=New York; ES:Castelló de la Plana=Castellón de la Plana|Castellón
PE:Cusco=Cuzco; CO:Bogotá=Bogotá DC|Santafé de Bogotá; ES:La Laguna=San Cristóbal de La Laguna
`)
