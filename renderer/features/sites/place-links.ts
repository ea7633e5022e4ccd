/** Six decimals are 11 cm. */
const degrees = (value: number) => String(Number(value.toFixed(6)))

/** Google's documented search address (Maps URLs, api=1); works on every phone. */
export const googleMapsLink = (latitude: number, longitude: number): string =>
  `https://www.google.com/maps/search/?api=1&query=${degrees(latitude)},${degrees(longitude)}`

/** RFC 5870: the map program of the phone or computer opens it, with no network needed. */
export const geoLink = (latitude: number, longitude: number): string =>
  `geo:${degrees(latitude)},${degrees(longitude)}`

export const mailLink = (subject: string, body: string): string =>
  `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`
