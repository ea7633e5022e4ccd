import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { BulkResult } from '#core/domain/bulk-result.ts'
import { useCommand } from '#renderer/host/index.ts'
import { useConfirm, useToast } from '#renderer/ui/index.ts'

/** The items that something is done to; `serial` names a single one. */
export interface ItemTarget {
  ids: readonly string[]
  serial?: string
}

/** What asks for a place of ours. */
export type PlaceAct = 'return' | 'markFaulty' | 'move'

/** Who gets items. */
export interface Receiver {
  customerId: string
  siteId?: string
  serviceId?: string
}

/** What can be done to items, with the dialogs that ask for more; one command and one undo each, however many they are. */
export function useItemActs() {
  const { t, n } = useI18n()
  const { run, isRunning } = useCommand()
  const { confirm } = useConfirm()
  const { toast } = useToast()
  /** The dialog that is open. */
  const placing = shallowRef<{ act: PlaceAct; target: ItemTarget }>()
  const assigning = shallowRef<ItemTarget>()

  const named = ({ ids, serial }: ItemTarget): string =>
    serial ?? t('inventory.items', { count: n(ids.length, 'integer') }, ids.length)

  async function act(command: string, input: object, { ids, serial }: ItemTarget): Promise<boolean> {
    const reply = await run(
      `inventory.${command}`,
      { ids, ...input },
      {
        undoToast(result) {
          const count = serial === undefined ? (result as BulkResult).changed : 1
          return t(`inventory.done.${command}`, { serial: serial ?? n(count, 'integer'), count }, count)
        },
      },
    )
    if (reply.ok) tellRefused(reply.value.result as BulkResult)
    return reply.ok
  }

  /** Some of several were left as they are: which, and why. */
  function tellRefused({ refused }: BulkResult) {
    if (refused.length === 0) return
    const lines = refused.map(({ code, count, examples }) => {
      const serials = examples.flatMap(({ details }) =>
        typeof details?.serial === 'string' ? [details.serial] : [],
      )
      const more = count > serials.length ? '…' : ''
      return `${serials.join(', ')}${more}: ${t(`refusal.${code}`)}`
    })
    const count = refused.reduce((sum, group) => sum + group.count, 0)
    toast({
      tone: 'warning',
      title: t('inventory.left', { count: n(count, 'integer') }, count),
      text: lines.join('\n'),
    })
  }

  async function asking(command: 'retire' | 'archive', target: ItemTarget) {
    const isSure = await confirm({
      title: t(`inventory.ask.${command}`, { what: named(target) }),
      text: t(`inventory.ask.${command}Text`),
      confirmLabel: t(`inventory.act.${command}`),
      danger: true,
    })
    if (isSure) await act(command, {}, target)
  }

  return {
    isRunning,
    placing,
    assigning,
    named,
    assign: (target: ItemTarget, receiver: Receiver) => act('assign', receiver, target),
    place: (what: PlaceAct, target: ItemTarget, placeId: string) => act(what, { placeId }, target),
    retire: (target: ItemTarget) => asking('retire', target),
    archive: (target: ItemTarget) => asking('archive', target),
    restore: (target: ItemTarget) => act('restore', {}, target),
  }
}

export type ItemActs = ReturnType<typeof useItemActs>
