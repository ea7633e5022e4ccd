import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildGazetteer } from '#main/services/geocoding/build-gazetteer.ts'
import { built, root } from './built.ts'

/** The real gazetteer asset, built when it is missing or old (about ten seconds), and its thread run from the source. */
export function gazetteerFiles(): { assetFile: string; workerFile: string } {
  const assetFile = built('assets', 'gazetteer.br')
  buildGazetteer(assetFile)
  return { assetFile, workerFile: gazetteerThread() }
}

/** A start file for the thread: Node cannot read TypeScript in a worker by itself. */
function gazetteerThread(): string {
  const folder = built('test')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'gazetteer-thread.mjs')
  const source = pathToFileURL(join(root, 'main/services/geocoding/gazetteer-worker.ts'))
  writeFileSync(
    file,
    `import { register } from 'tsx/esm/api'\nregister()\nawait import(${JSON.stringify(source.href)})\n`,
  )
  return file
}
