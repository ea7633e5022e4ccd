import { computed, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { checkReading } from '#core/domain/service/reading-rules.ts'
import type { Charge } from '#core/domain/service/schema.ts'
import { useReadModel } from '#renderer/data/index.ts'
import { useCommand, useHost } from '#renderer/host/index.ts'
import type { ServiceWords } from '../useServiceWords.ts'

export type Meter = MethodOutput<'services', 'meters'>['rows'][number]

/** What somebody has typed for a meter. */
export interface TypedReading {
  value: string
  estimated: boolean
}

/** Services of one answer of the host. */
const PAGE = 100

export const keyOf = ({ serviceId, chargeId }: Pick<Meter, 'serviceId' | 'chargeId'>): string =>
  `${serviceId}/${chargeId}`

/** A meter as the rules of readings see it. */
export const asCharge = ({ chargeId, description, readings }: Meter): Charge => ({
  id: chargeId,
  kind: 'metered',
  description,
  unitPrice: '0',
  quantity: '1',
  from: '0001-01-01',
  readings,
})

/** Meters that wait for a reading, what was typed for each, and saving it all as one act. */
export function useMeterReadings(text: () => string, words: ServiceWords) {
  const host = useHost()
  const { t } = useI18n()
  const { run, isRunning } = useCommand()
  const today = computed(() => words.todayAt())
  const date = ref(today.value)
  const typed = ref<Record<string, TypedReading>>({})
  const limit = shallowRef(PAGE)
  // Another search begins at the top.
  watch(text, () => (limit.value = PAGE))

  const model = useReadModel(
    () =>
      host.services.meters({
        filter: text() === '' ? {} : { text: text().slice(0, 200) },
        skip: 0,
        limit: Math.min(limit.value, 1000),
      }),
    { collections: ['services', 'customers', 'sites'] },
  )
  const rows = computed(() => model.value.value?.rows ?? [])
  const known = new Map<string, Meter>()
  watch(rows, (list) => {
    for (const row of list) known.set(keyOf(row), row)
  })

  const typedIn = (key: string): TypedReading | undefined => {
    const one = typed.value[key]
    return one && one.value.trim() !== '' ? one : undefined
  }
  const issuesOf = (row: Meter): FieldIssue[] => {
    const one = typedIn(keyOf(row))
    return one ? checkReading(asCharge(row), { ...one, date: date.value }, today.value) : []
  }
  /** Meters with something typed, also those that a search has taken out of sight. */
  const filled = computed(() =>
    Object.keys(typed.value).flatMap((key) => {
      const row = known.get(key)
      return row && typedIn(key) ? [row] : []
    }),
  )

  // What was typed already was read the day before.
  watch(today, (now, before) => {
    if (date.value === before && filled.value.length === 0) date.value = now
  })

  async function save() {
    const readings = filled.value.map((row) => ({
      id: row.serviceId,
      chargeId: row.chargeId,
      date: date.value,
      ...(typedIn(keyOf(row)) ?? { value: '', estimated: false }),
    }))
    const reply = await run(
      'service.readMeters',
      { readings },
      { undoToast: t('services.meters.done', { count: readings.length }, readings.length) },
    )
    if (reply.ok) typed.value = {}
  }

  return {
    rows,
    total: computed(() => model.value.value?.total ?? 0),
    state: model.state,
    error: model.error,
    refresh: model.refresh,
    hasMore: computed(() => limit.value < 1000 && (model.value.value?.total ?? 0) > limit.value),
    more: () => (limit.value += PAGE),
    date,
    typed,
    issuesOf,
    set: (row: Meter, reading: TypedReading) => (typed.value = { ...typed.value, [keyOf(row)]: reading }),
    filled: computed(() => filled.value.length),
    problems: computed(
      () => filled.value.filter((row) => issuesOf(row).some(({ severity }) => severity === 'error')).length,
    ),
    save,
    isRunning,
  }
}
