import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/*
 * PouchDB and express-pouchdb are old and bring two hundred packages: they are no part of the project's own tree, and
 * are installed into this folder, as its lock file says, when the bench first runs. The few members that it uses:
 */

export type PouchDocument = Record<string, unknown> & { _id: string; _rev?: string }

export interface PouchReplication {
  on(event: 'error', listener: (error: unknown) => void): PouchReplication
}

export interface PouchDatabase {
  bulkDocs(documents: object[]): Promise<{ ok?: boolean; error?: boolean }[]>
  put(document: PouchDocument): Promise<object>
  get(id: string): Promise<PouchDocument>
  info(): Promise<{ doc_count: number }>
  changes(options: { live: true; since: 'now'; include_docs?: boolean }): {
    on(event: 'change', listener: (change: { id: string; doc?: PouchDocument }) => void): void
  }
  replicate: {
    from(remote: PouchDatabase, options: object): Promise<unknown>
    to(remote: PouchDatabase, options: object): Promise<unknown>
  }
}

export interface PouchClass {
  new (name: string, options?: object): PouchDatabase
  defaults(options: object): PouchClass
  sync(local: PouchDatabase, remote: PouchDatabase, options: object): PouchReplication
}

const load = createRequire(import.meta.url)

export const loadPouchdb = (): PouchClass => load('pouchdb') as PouchClass

export const loadExpressPouchdb = () =>
  load('express-pouchdb') as (pouchdb: PouchClass, options: { mode: 'minimumForPouchDB' }) => RequestListener

/** @throws Error when the packages are neither there nor to be had. */
export function installPouchdb(say: (text: string) => void): void {
  if (existsSync(join(import.meta.dirname, 'node_modules', 'pouchdb'))) return
  say('installing PouchDB and express-pouchdb beside the bench')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'ignore', 'inherit'],
    // On Windows npm is a script.
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('PouchDB could not be installed; BENCH_ENGINES=enlace,rxdb leaves it out')
}
