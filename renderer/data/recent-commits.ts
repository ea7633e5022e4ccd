import type { HostEvent } from '#core/contract/host-events.ts'

type CommitEvent = Extract<HostEvent, { type: 'commit' }>
type ChangedRow = CommitEvent['rows'][number]

/** The most commits and rows that are kept: enough for what people do, not for an import. */
const MOST_COMMITS = 50
const MOST_ROWS = 500

/** The rows of the newest commits, without a gap, for whoever knows an older state and wants the present one. */
export interface RecentCommits {
  hear(event: CommitEvent): void
  /** Commits may have been missed. */
  forget(): void
  /** Rows of all commits after this one, oldest first, up to `commit`; undefined when some are not known. */
  since(commit: number): { commit: number; rows: ChangedRow[] } | undefined
}

export function createRecentCommits(): RecentCommits {
  /** One commit after the other. */
  let kept: { commit: number; rows: ChangedRow[] }[] = []
  let rowCount = 0
  let newest: number | undefined
  /** A commit that comes in several parts is too large to be kept. */
  let inParts: number | undefined

  const drop = (): void => {
    kept = []
    rowCount = 0
  }
  return {
    hear({ commit, rows, last }) {
      if (!last) inParts = commit
      if (!last || commit === inParts || commit !== (newest ?? commit - 1) + 1) drop()
      newest = commit
      if (!last || commit === inParts) return
      kept.push({ commit, rows })
      rowCount += rows.length
      while (kept.length > MOST_COMMITS || rowCount > MOST_ROWS) rowCount -= kept.shift()?.rows.length ?? 0
    },
    forget() {
      drop()
      newest = undefined
    },
    since(commit) {
      if (newest === undefined) return undefined
      if (commit === newest) return { commit, rows: [] }
      const from = kept.findIndex((one) => one.commit === commit + 1)
      return from < 0 ? undefined : { commit: newest, rows: kept.slice(from).flatMap(({ rows }) => rows) }
    },
  }
}
