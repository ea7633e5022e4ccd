import { useI18n } from 'vue-i18n'
import type { Service } from '#core/domain/service/schema.ts'
import { errorText, useHost } from '#renderer/host/index.ts'
import { useToast, type UiMenuItem } from '#renderer/ui/index.ts'
import { actItem } from '../acts/act-items.ts'
import { actsFor, SERVICE_ACTS, type ServiceActs } from '../acts/useServiceActs.ts'
import type { ServiceRow } from './useServiceRows.ts'

/** The acts on a row of a list, which has not the whole service at hand. */
export function useRowActs(acts: ServiceActs) {
  const { t } = useI18n()
  const host = useHost()
  const { toast } = useToast()

  return {
    items: (row: ServiceRow): UiMenuItem[] =>
      actsFor({ ...row, archived: row.archived || undefined }, row.pausedTo !== undefined).map((act) =>
        actItem(act, t(`services.act.${act}`)),
      ),
    async start(id: string, row: ServiceRow): Promise<void> {
      const act = SERVICE_ACTS.find((one) => one === id)
      if (!act || (act === 'edit' && row.archived)) return
      const reply = await host.store.byIds({ collection: 'services', ids: [row.id], withDeleted: false })
      if (!reply.ok) {
        toast({ tone: 'error', title: errorText(reply.error) })
        return
      }
      // The store holds only services that fit their schema.
      const service = reply.value.rows[0]?.document as Service | undefined
      if (service) acts.start(act, service)
    },
  }
}
