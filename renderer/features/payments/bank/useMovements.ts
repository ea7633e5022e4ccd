import { computed, ref, shallowRef } from 'vue'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { MovementState } from '#core/contract/methods/bank.ts'
import { usePagedRows } from '#renderer/data/index.ts'
import { errorText, useHost } from '#renderer/host/index.ts'
import { useToast } from '#renderer/ui/index.ts'
import type { BankFile } from './useBank.ts'

export type Movement = MethodOutput<'bank', 'rows'>['rows'][number]
export type Decision = MethodInput<'bank', 'decide'>['decision']
export type ChosenPart = NonNullable<MethodInput<'bank', 'decide'>['parts']>[number]

/** The movements of a statement by ranges, and what becomes of them. */
export function useMovements(file: () => string, first: BankFile) {
  const host = useHost()
  const { toast } = useToast()
  const state = ref<MovementState | undefined>(first.counts.open > 0 ? 'open' : undefined)
  const text = ref('')
  const counts = shallowRef(first.counts)
  const sure = ref(first.sure)

  const list = usePagedRows<Movement, { file: string; state?: MovementState; text?: string }>({
    query: () => ({
      file: file(),
      ...(state.value && { state: state.value }),
      ...(text.value.trim() && { text: text.value.trim().slice(0, 200) }),
    }),
    async read(query, page) {
      const reply = await host.bank.rows({ ...query, ...page, limit: Math.min(page.limit, 500) })
      if (reply.ok) {
        counts.value = reply.value.counts
        sure.value = reply.value.sure
      }
      return reply
    },
    // What was posted, ignored or undone meanwhile shows here too.
    collections: ['transactions', 'customers', 'catalog'],
  })

  async function decide(
    decision: Decision,
    positions?: readonly number[],
    parts?: ChosenPart[],
  ): Promise<boolean> {
    const reply = await host.bank.decide({
      file: file(),
      decision,
      ...(positions && { positions: [...positions] }),
      ...(parts && { parts }),
    })
    if (!reply.ok) {
      toast({ tone: 'error', title: errorText(reply.error) })
      return false
    }
    counts.value = reply.value.counts
    sure.value = reply.value.sure
    list.refresh()
    return reply.value.changed > 0
  }

  return { list, state, text, counts: computed(() => counts.value), sure, decide }
}

export type Movements = ReturnType<typeof useMovements>
