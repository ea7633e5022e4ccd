import { Subject, type Observable } from 'rxjs'
import type { HostClient } from '#core/contract/host-client.ts'
import type { HostEvent, StoredRow } from '#core/contract/host-events.ts'
import type { CollectionName } from '#core/domain/entity.ts'
import { collectionNames } from '#core/domain/registry.ts'
import { createRecentCommits, type RecentCommits } from './recent-commits.ts'

/** What this window hears of commits, with the gap of a dropped connection filled in. */
export interface CommitFeed {
  /** Changed rows of a collection, at most a few hundred at a time. */
  rows(collection: CollectionName): Observable<StoredRow[]>
  /** Names of collections and read models that a commit touched; every name after a reconnection and on a new day. */
  touched: Observable<ReadonlySet<string> | 'all'>
  /** What changed after a commit, as far as it was heard; rows come here before `rows` passes them on. */
  since: RecentCommits['since']
  /** The host can be asked again. */
  reconnected: Observable<void>
  /** Every answer of the host says which commit it shows; the first one is where a later gap starts. */
  noteAnswer(commit: number): void
  close(): void
}

/** Rows a catch-up asks for at a time, so that no task of the window gets long. */
const CATCH_UP_ROWS = 200
/** The most rows passed on in one task of the window. */
const ROWS_PER_TASK = 2000
/** Least time between two lots of rows, in milliseconds. A change that comes alone is passed on at once. */
const PAUSE = 50

type CollectedRow = { collection: CollectionName; row: StoredRow }

export function createCommitFeed(host: HostClient): CommitFeed {
  const subjects = new Map(collectionNames.map((name) => [name, new Subject<StoredRow[]>()]))
  const touched = new Subject<ReadonlySet<string> | 'all'>()
  const reconnected = new Subject<void>()
  const recent = createRecentCommits()
  /** All commits up to this one have been passed on. */
  let passedOn: number | undefined
  /** Counts reconnections: a newer one takes over from a catch-up that still runs. */
  let connection = 0
  let catchingUp = false

  /** Rows that wait for the pause to end: a large commit comes in very many parts. */
  let waiting: CollectedRow[] = []
  let passedOnAt = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined

  const passOn = (): void => {
    timer = undefined
    passedOnAt = performance.now()
    const now = waiting.splice(0, ROWS_PER_TASK)
    if (waiting.length > 0) timer = setTimeout(passOn, 0)
    for (const [name, subject] of subjects) {
      const own = now.filter(({ collection }) => collection === name).map(({ row }) => row)
      if (own.length > 0) subject.next(own)
    }
  }

  const emit = (rows: readonly CollectedRow[]): void => {
    if (rows.length === 0) return
    for (const row of rows) waiting.push(row)
    if (timer !== undefined) return
    const left = passedOnAt + PAUSE - performance.now()
    if (left <= 0) passOn()
    else timer = setTimeout(passOn, left)
  }

  const catchUp = async (): Promise<void> => {
    const mine = ++connection
    catchingUp = true
    let after = passedOn
    let afterRow: { collection: CollectionName; id: string } | undefined
    while (after !== undefined) {
      const reply = await host.store.changes({ after, afterRow, limit: CATCH_UP_ROWS })
      // Lost again: the next reconnection starts from the same commit.
      if (mine !== connection || !reply.ok) return
      emit(reply.value.rows)
      const last = reply.value.rows.at(-1)
      if (!reply.value.more || !last) {
        passedOn = Math.max(after, reply.value.commit)
        break
      }
      after = last.row.commit
      afterRow = { collection: last.collection, id: last.row.document.id }
    }
    catchingUp = false
    touched.next('all')
  }

  const hear = (event: HostEvent): void => {
    if (event.type === 'disconnected') recent.forget()
    else if (event.type === 'reconnected') {
      recent.forget()
      reconnected.next()
      void catchUp()
    } else if (event.type === 'day') touched.next('all')
    else if (event.type === 'commit') {
      recent.hear(event)
      emit(event.rows)
      if (!event.last) return
      if (!catchingUp) passedOn = Math.max(passedOn ?? 0, event.commit)
      touched.next(new Set(event.collections))
    }
  }

  const unsubscribe = host.subscribe(hear)
  return {
    rows: (collection) => subjects.get(collection) ?? new Subject<StoredRow[]>(),
    touched,
    since: recent.since,
    reconnected,
    noteAnswer: (commit) => (passedOn ??= commit),
    close: () => {
      connection++
      unsubscribe()
      clearTimeout(timer)
      waiting = []
      for (const subject of subjects.values()) subject.complete()
      touched.complete()
      reconnected.complete()
    },
  }
}
