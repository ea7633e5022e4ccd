import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ArchiveBlocker } from '#core/domain/customer/blockers.ts'
import type { InventoryItem } from '#core/domain/inventory/schema.ts'
import type { ServicesSet } from '#core/domain/service/commands.ts'
import { useToast } from '../../ui/index.ts'
import { errorText } from '../error-text.ts'
import { useCommand } from '../useCommand.ts'
import { useHost } from '../useHost.ts'

/** Where equipment can go. */
const PLACE_KINDS = ['stockPlace', 'technician', 'office'] as const

interface Place {
  id: string
  kind: string
  name: string
}

/** Services that are about to end, with what has to be asked before. */
export interface Ending {
  ids: readonly string[]
  names: readonly string[]
  /** Equipment that they hold. */
  items: readonly InventoryItem[]
  places: readonly Place[]
  exitFees: ServicesSet['exitFees']
}

/** What all kinds of places are called by. */
const nameOf = (data: unknown): string => {
  const { name } = data as { name?: unknown }
  return typeof name === 'string' ? name : ''
}

/** Ends services that hold a record back: at once, or after asking about their equipment and exit fees. */
export function useEndToday() {
  const host = useHost()
  const { t, n } = useI18n()
  const { toast } = useToast()
  const { run, isRunning } = useCommand()
  const asked = shallowRef<Ending>()
  const isAsking = shallowRef(false)

  const inputOf = (ids: readonly string[]) => ({ ids, status: 'ended' })

  async function end(ids: readonly string[], more: object = {}) {
    const reply = await run(
      'service.setStatus',
      { ...inputOf(ids), ...more },
      { undoToast: t('archive.blocker.ended', { count: n(ids.length, 'integer') }, ids.length) },
    )
    if (reply.ok) asked.value = undefined
  }

  async function itemsOf(services: readonly ArchiveBlocker[]): Promise<InventoryItem[]> {
    const ids = services.flatMap(({ itemIds = [] }) => itemIds)
    if (ids.length === 0) return []
    const reply = await host.store.byIds({ collection: 'inventory', ids, withDeleted: false })
    if (!reply.ok) return []
    const serviceIds = new Set(services.map(({ id }) => id))
    return (
      reply.value.rows
        // The store holds only documents that fit their schema.
        .map(({ document }) => document as unknown as InventoryItem)
        .filter((item) => item.serviceId !== undefined && serviceIds.has(item.serviceId))
    )
  }

  async function readPlaces(): Promise<Place[]> {
    const replies = await Promise.all(
      PLACE_KINDS.map((kind) =>
        host.store.query({
          collection: 'catalog',
          selector: { kind },
          sort: [{ field: 'rank', direction: 'asc' }],
          skip: 0,
          limit: 1000,
        }),
      ),
    )
    return replies
      .flatMap((reply) => (reply.ok ? reply.value.rows : []))
      .filter(({ document }) => !document.archived)
      .map(({ document }) => ({
        id: document.id,
        kind: String(document.kind),
        name: nameOf(document.data),
      }))
  }

  /** Ends them today; asks before where somebody has to decide. */
  async function start(services: readonly ArchiveBlocker[]) {
    const ids = services.map(({ id }) => id)
    isAsking.value = true
    const [preview, items] = await Promise.all([
      host.command.preview({ command: 'service.setStatus', input: inputOf(ids) }),
      itemsOf(services),
    ])
    isAsking.value = false
    if (!preview.ok) {
      toast({ tone: 'error', title: errorText(preview.error) })
      return
    }
    const { exitFees } = preview.value.result as ServicesSet
    if (items.length === 0 && exitFees.length === 0) return end(ids)
    const names = services.map(({ title }) => title)
    asked.value = { ids, names, items, exitFees, places: items.length > 0 ? await readPlaces() : [] }
  }

  return { asked, isRunning, isAsking, start, end, cancel: () => (asked.value = undefined) }
}
