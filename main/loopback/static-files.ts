import { readFile, realpath } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.map': 'application/json; charset=utf-8',
}

export interface StaticFile {
  body: Buffer
  type: string
}

/** A file of the built window; undefined when there is none or the path leads out of the folder. */
export async function readStaticFile(folder: string, path: string): Promise<StaticFile | undefined> {
  try {
    const relative = normalize(decodeURIComponent(path === '/' ? '/index.html' : path))
    const root = await realpath(folder)
    const file = await realpath(join(root, relative))
    const type = TYPES[extname(file)]
    if (!file.startsWith(root + sep) || type === undefined) return undefined
    return { body: await readFile(file), type }
  } catch {
    // A missing file, a folder or a path that is no path: there is nothing to serve.
    return undefined
  }
}

/**
 * The policy of every page: everything from the program itself, nothing from elsewhere, no code in text.
 *
 * @param connect further places the page may connect to: the loopback host's own WebSocket.
 */
export const contentSecurityPolicy = (connect = ''): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "worker-src 'self' blob:",
    `connect-src 'self' ${connect}`.trim(),
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

export const securityHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}
