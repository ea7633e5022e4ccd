import { getMeta, putMeta } from '../meta.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'

/** What a projection found out about the file, and what it wrote there, for the commits behind it. */
export interface Memory {
  /** Customers by id: the row number, and whether the customer is archived. */
  customers: Map<string, KnownCustomer>
  /** By the first record number of a customer's collection: the last one that was given. */
  lastRecords: Map<number, number>
  /** How a site in the archive marks what lies at it, by the site's id (records.ts). */
  siteStates: Map<string, number>
}

export interface KnownCustomer {
  number: number
  archived: boolean
  /** Nothing named it before this memory: it has no records but those that are remembered here. */
  isNew: boolean
}

/** Writes from which a commit remembers: bulk work comes in parts, and each of them asks for the same customers. */
const MANY = 500

const memories = new WeakMap<SqliteDatabase, { stamp: number; memory: Memory }>()

const createMemory = (): Memory => ({
  customers: new Map(),
  lastRecords: new Map(),
  siteStates: new Map(),
})

/**
 * Runs one projection with what the one before it remembers, if both are of bulk work, nothing else was projected in
 * between, and it was not rolled back: the file itself says which projection was the last.
 */
export function withMemory(db: SqliteDatabase, writes: number, project: (memory: Memory) => void): void {
  if (writes < MANY) {
    forgetAll(db)
    return project(createMemory())
  }
  const last = Number(getMeta(db, 'bulkProjection') ?? 0)
  const kept = memories.get(db)
  const memory = kept?.stamp === last ? kept.memory : createMemory()
  // What a projection that fails on the way has noted is of no use to anybody.
  forgetAll(db)
  project(memory)
  putMeta(db, 'bulkProjection', last + 1)
  memories.set(db, { stamp: last + 1, memory })
}

export const forgetAll = (db: SqliteDatabase): void => void memories.delete(db)
