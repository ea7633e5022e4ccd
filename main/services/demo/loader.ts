import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { HostError, HostReply } from '#core/contract/envelope.ts'
import type { DemoDocuments } from '#core/domain/demo/commands.ts'
import type { Clock } from '#core/lib/clock.ts'
import type { IdSource } from '#core/lib/id-source.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import { cancelled } from '../../store/cancelled.ts'
import { generateDemo, type DemoPlan } from './generator.ts'
import { demoLetterhead } from './letterhead.ts'
import { loadLand, type Land } from './land.ts'
import type { DemoTown } from './towns.ts'

/** Customers per command, with some twenty records each: big enough for speed, small enough to stop soon. */
const BATCH_SIZE = 500

export interface DemoLoaderParts {
  /** Runs one command, like `store.run`. */
  run: (command: string, input: unknown) => Promise<HostReply>
  /** The gazetteer's towns of the demo's countries. */
  towns: () => Promise<readonly DemoTown[]>
  clock: Clock
  ids: IdSource
  /** Where dry land is; by default from Natural Earth. */
  land?: () => Promise<Land>
}

export interface DemoProgress {
  done: number
  total: number
}

export interface DemoSummary {
  customers: number
  contacts: number
  sites: number
  services: number
  transactions: number
}

export interface DemoLoader {
  /**
   * Fills an installation that has been set up. Stops between two batches when `signal` is aborted and answers
   * `host/cancelled`; what was stored stays. Errors of the store are passed on.
   */
  load(
    plan: DemoPlan,
    options?: { signal?: AbortSignal; onProgress?: (progress: DemoProgress) => void },
  ): Promise<Result<DemoSummary, HostError>>
}

/** A batch without documents. */
const NOTHING: DemoDocuments = {
  catalog: [],
  customers: [],
  contacts: [],
  sites: [],
  services: [],
  inventory: [],
  invoices: [],
  entries: [],
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

export function createDemoLoader({ run, towns, clock, ids, land = loadLand }: DemoLoaderParts): DemoLoader {
  return {
    async load(plan, { signal, onProgress } = {}) {
      const parts = {
        towns: await towns(),
        land: await land(),
        newId: () => ids.next(),
        sha256,
        now: clock.now(),
      }
      const summary: DemoSummary = { customers: 0, contacts: 0, sites: 0, services: 0, transactions: 0 }
      onProgress?.({ done: 0, total: plan.customers })
      const headed = await run('demo.load', { documents: NOTHING, letterhead: demoLetterhead(plan.language) })
      if (!headed.ok) return err(headed.error)
      for (const documents of generateDemo(plan, parts, BATCH_SIZE)) {
        // Gives a pending cancellation, and everything else on this thread, its turn.
        await setImmediate()
        if (signal?.aborted) return err(cancelled)
        const reply = await run('demo.load', { documents })
        if (!reply.ok) return err(reply.error)
        summary.customers += documents.customers.length
        summary.contacts += documents.contacts.length
        summary.sites += documents.sites.length
        summary.services += documents.services.length
        summary.transactions += documents.entries.length
        onProgress?.({ done: summary.customers, total: plan.customers })
      }
      return ok(summary)
    },
  }
}
