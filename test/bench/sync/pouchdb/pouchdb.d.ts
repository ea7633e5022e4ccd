/** The few members that the bench uses; the packages bring no types. */
declare module 'pouchdb' {
  export type PouchDocument = Record<string, unknown> & { _id: string; _rev?: string }
  export interface Replication {
    on(event: 'paused', listener: (error?: unknown) => void): Replication
    on(event: 'error', listener: (error: unknown) => void): Replication
  }
  export interface PouchClass {
    new (name: string, options?: object): PouchDB
    defaults(options: object): PouchClass
    sync(local: PouchDB, remote: PouchDB, options: object): Replication
  }
  export default class PouchDB {
    constructor(name: string, options?: object)
    static defaults(options: object): PouchClass
    static sync(local: PouchDB, remote: PouchDB, options: object): Replication
    bulkDocs(documents: object[]): Promise<{ ok?: boolean; error?: boolean }[]>
    put(document: PouchDocument): Promise<object>
    get(id: string): Promise<PouchDocument>
    allDocs(options: { include_docs: boolean; keys?: string[] }): Promise<{ rows: { doc?: PouchDocument }[] }>
    info(): Promise<{ doc_count: number }>
    changes(options: object): {
      on(event: 'change', listener: (change: { id: string; doc?: PouchDocument }) => void): void
    }
    replicate: {
      from(remote: PouchDB, options: object): Promise<{ ok: boolean; docs_written: number }>
      to(remote: PouchDB, options: object): Promise<{ ok: boolean; docs_written: number }>
    }
  }
}

declare module 'express-pouchdb' {
  import type { RequestListener } from 'node:http'
  import type { PouchClass } from 'pouchdb'
  export default function expressPouchdb(
    pouchdb: PouchClass,
    options: { mode: 'minimumForPouchDB' },
  ): RequestListener
}
