import { onScopeDispose, shallowReactive, shallowRef, watch } from 'vue'
import type { HostError } from '#core/contract/envelope.ts'
import type { RowOutcome, RowReport } from '#core/domain/import/report.ts'
import { useHost } from '#renderer/host/index.ts'

/** Which rows of a rehearsal to show. */
export interface ReportFilter {
  outcome: RowOutcome | undefined
  code: string | undefined
  text: string
}

const PAGE = 100

/** Rows of a rehearsal by their place, read in pages as they come into sight. */
export function useReportRows(file: () => string, filter: () => ReportFilter) {
  const host = useHost()
  const rows = shallowReactive(new Map<number, RowReport>())
  const total = shallowRef(0)
  const error = shallowRef<HostError>()
  const isFirstLoad = shallowRef(true)
  let asked = new Set<number>()
  let turn = 0

  async function ask(page: number) {
    if (asked.has(page)) return
    asked.add(page)
    const own = turn
    const { outcome, code, text } = filter()
    const reply = await host.imports.rows({
      file: file(),
      ...(outcome && { outcome }),
      ...(code && { code }),
      ...(text.trim() && { text }),
      skip: page * PAGE,
      limit: PAGE,
    })
    if (own !== turn) return
    isFirstLoad.value = false
    if (!reply.ok) {
      error.value = reply.error
      return
    }
    total.value = reply.value.total
    reply.value.rows.forEach((row, i) => rows.set(page * PAGE + i, row))
  }

  function look({ start, end }: { start: number; end: number }) {
    for (let page = Math.floor(start / PAGE); page <= Math.floor(Math.max(0, end - 1) / PAGE); page++)
      void ask(page)
  }

  function restart() {
    turn++
    asked = new Set()
    rows.clear()
    error.value = undefined
    look({ start: 0, end: 1 })
  }

  watch(() => JSON.stringify([file(), filter()]), restart, { immediate: true })
  onScopeDispose(() => turn++)

  return { rowAt: (index: number) => rows.get(index), total, error, isFirstLoad, look, restart }
}
