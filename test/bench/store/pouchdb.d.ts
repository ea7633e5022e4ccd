/** The few members of PouchDB that the bench uses; the package brings no types. */
declare module 'pouchdb-browser' {
  export interface PouchRow {
    id: string
    doc?: Record<string, unknown> & { _id: string; _rev: string }
  }
  export interface PouchQuery {
    startkey?: unknown
    endkey?: unknown
    key?: unknown
    skip?: number
    limit?: number
    include_docs?: boolean
  }
  export default class PouchDB {
    constructor(name: string, options?: object)
    bulkDocs(documents: object[]): Promise<{ ok?: boolean; error?: boolean }[]>
    put(document: object): Promise<object>
    get(id: string): Promise<Record<string, unknown> & { _id: string; _rev: string }>
    query(view: string, options: PouchQuery): Promise<{ rows: PouchRow[] }>
    allDocs(options: PouchQuery): Promise<{ rows: PouchRow[] }>
    changes(options: object): { on(event: 'change', listener: () => void): { cancel(): void } }
    close(): Promise<void>
  }
}
