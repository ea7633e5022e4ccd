import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The program's version, from the manifest beside the built folder. */
export function readVersion(outFolder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(outFolder, '..', 'package.json'), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '0'
}
