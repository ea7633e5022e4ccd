import { existsSync, readdirSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

export interface StaticFile {
  /** Path on disk. */
  file: string
  contentType: string
  cacheControl: string
}

export interface StaticFiles {
  /** `path` is the path of an address, still percent-encoded. */
  find(path: string): StaticFile | undefined
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

/**
 * The files of a built renderer by address. Only paths found by listing the folder are served, so that no spelling of
 * an address can leave it. The list is read again whenever the start page is asked for.
 */
export function createStaticFiles(folder: string): StaticFiles {
  let files = listFiles(folder)
  return {
    find(path) {
      if (path === '/' || path === '/index.html') files = listFiles(folder)
      const known = files.get(path === '/' ? '/index.html' : path)
      if (known === undefined) return undefined
      return { file: known, contentType: contentType(known), cacheControl: cacheControl(path) }
    },
  }
}

function listFiles(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map()
  return new Map(
    filesBelow(folder).map((file) => [
      `/${relative(folder, file).split(sep).map(encodeURIComponent).join('/')}`,
      file,
    ]),
  )
}

/**
 * Only plain `readdir` and `stat`: in the packaged program the folder lies in an archive that Electron shows through
 * its own version of `fs`, whose recursive reading and file types have differed from Node's.
 */
function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]))
}

const contentType = (file: string): string => TYPES[extname(file)] ?? 'application/octet-stream'

/** Names under `assets` carry a hash of their content. */
const cacheControl = (path: string): string =>
  path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store'
