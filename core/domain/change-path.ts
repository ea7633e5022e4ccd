/**
 * Where in a document a change row points: `field`, `field/<element id>` or `field/<element id>/<field>`; empty for the
 * whole document. `~` and `/` inside a part are written `~0` and `~1`, as in JSON Pointer (RFC 6901); an empty part is
 * written `~2`, because the empty path has its own meaning.
 */
export interface ChangePath {
  field: string
  elementId?: string
  elementField?: string
}

const EMPTY_PART = '~2'

const escape = (part: string) => (part === '' ? EMPTY_PART : part.replaceAll('~', '~0').replaceAll('/', '~1'))
const unescape = (part: string) =>
  part === EMPTY_PART ? '' : part.replaceAll('~1', '/').replaceAll('~0', '~')

export const changePath = (...parts: string[]): string => parts.map(escape).join('/')

/** Undefined for the empty path. */
export function parseChangePath(path: string): ChangePath | undefined {
  if (path === '') return undefined
  const [field = '', elementId, elementField] = path.split('/').map(unescape)
  return { field, elementId, elementField }
}
