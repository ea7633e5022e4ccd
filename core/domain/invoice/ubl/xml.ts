/** An element, an element that is left out, or several. */
export type XmlPart = string | undefined | readonly XmlPart[]

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Characters that XML 1.0 cannot hold in any form (production 2 of the recommendation), and lone surrogates. */
const FORBIDDEN =
  // eslint's rule against control characters does not see escapes inside `new RegExp`.
  new RegExp('[\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\uFFFE\\uFFFF]|\\p{Surrogate}', 'gu')

/** Text as it stands in an element or attribute; what XML cannot hold is left out. */
export const xmlText = (text: string): string =>
  text.replace(FORBIDDEN, '').replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)

const joined = (parts: XmlPart): string =>
  parts === undefined ? '' : typeof parts === 'string' ? parts : parts.map(joined).join('')

/** An element with others inside; nothing when there are none, as empty elements are forbidden in UBL. */
export function group(name: string, ...parts: XmlPart[]): XmlPart {
  const inside = joined(parts)
  return inside === '' ? undefined : `<${name}>${inside}</${name}>`
}

/** An element with text; nothing without text. Values of attributes are ours and need no escape. */
export function leaf(
  name: string,
  text: string | undefined,
  attributes: Readonly<Record<string, string>> = {},
): XmlPart {
  if (text === undefined || text.trim() === '') return undefined
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`)
  return `<${name}${written.join('')}>${xmlText(text.trim())}</${name}>`
}

/** A whole document. */
export const xmlDocument = (
  name: string,
  namespaces: Readonly<Record<string, string>>,
  ...parts: XmlPart[]
): string => {
  const declared = Object.entries(namespaces).map(([prefix, uri]) => ` ${prefix}="${uri}"`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${declared.join('')}>${joined(parts)}</${name}>\n`
}
