import { computed, reactive, ref, shallowReactive } from 'vue'
import { useI18n } from 'vue-i18n'
import { sameContacts } from '#core/domain/customer/merge/contacts.ts'
import {
  ALL_NOTES,
  compareAttributes,
  compareFields,
  type Compared,
} from '#core/domain/customer/merge/fields.ts'
import type { CustomersMerged } from '#core/domain/customer/merge/merge.ts'
import { useLiveQuery, useReadModel } from '#renderer/data/index.ts'
import { useCommand, useHost, useTask } from '#renderer/host/index.ts'

/** Records that move with their customer, as the screen shows them. */
export const CHILDREN = ['contacts', 'sites', 'services', 'inventory'] as const
const SOURCES = ['customers', ...CHILDREN, 'invoices', 'transactions', 'catalog'] as const

/** Customers side by side, who stays, whose values count, and what a merge would do. */
export function useMerge(ids: () => readonly string[]) {
  const { t } = useI18n()
  const host = useHost()
  const { run } = useCommand()
  const { task, follow } = useTask()

  const found = useLiveQuery('customers', () => ({ selector: { id: { $in: [...ids()] } } }))
  const all = computed(() =>
    ids().flatMap((id) => found.documents.value.find((customer) => customer.id === id) ?? []),
  )
  const customers = computed(() => all.value.filter(({ mergedInto }) => mergedInto === undefined))
  const ofAll = () => ({ selector: { customerId: { $in: [...ids()] } } })
  const children = {
    contacts: useLiveQuery('contacts', ofAll).documents,
    sites: useLiveQuery('sites', ofAll).documents,
    services: useLiveQuery('services', ofAll).documents,
    inventory: useLiveQuery('inventory', ofAll).documents,
  }

  const wanted = ref<string>()
  const survivor = computed(() => {
    const able = customers.value.filter(({ archived }) => archived === undefined)
    return able.find(({ id }) => id === wanted.value) ?? able[0]
  })
  const absorbed = computed(() => customers.value.filter((customer) => customer !== survivor.value))

  /** Explicit choices; whatever is not among them follows the survivor. */
  const picks = reactive(new Map<string, string>())
  const fields = computed(() => compareFields(customers.value))
  const attributes = computed(() => compareAttributes(customers.value))
  const idAt = (index: number) => customers.value[index]?.id

  /** Whose value counts: as picked, else the survivor's, else of the first who has one. */
  function chosen(
    kind: 'fields' | 'attributes',
    { key, values, isSettled }: Compared<unknown>,
  ): string | undefined {
    const picked = picks.get(`${kind}/${key}`)
    if (picked === ALL_NOTES || customers.value.some(({ id }, i) => id === picked && values[i] !== undefined))
      return picked
    if (key === 'notes' && !isSettled) return ALL_NOTES
    const own = customers.value.findIndex((customer) => customer === survivor.value)
    return idAt(values[own] === undefined ? values.findIndex((value) => value !== undefined) : own)
  }
  const pick = (kind: 'fields' | 'attributes', key: string, from: string) => picks.set(`${kind}/${key}`, from)

  const contactGroups = computed(() =>
    sameContacts(
      children.contacts.value,
      [survivor.value, ...absorbed.value].flatMap((customer) => customer?.id ?? []),
    ),
  )
  /** By the kept contact: whether a person has decided otherwise than what is likely. */
  const united = shallowReactive(new Map<string, boolean>())
  const isUnited = (group: (typeof contactGroups.value)[number]) =>
    united.get(group.contacts[0]?.id ?? '') ?? group.isLikely

  const input = computed(() => {
    if (!survivor.value || absorbed.value.length === 0) return undefined
    const choices = (kind: 'fields' | 'attributes', lines: readonly Compared<unknown>[]) =>
      lines
        .filter(({ isSettled }) => !isSettled)
        .flatMap((line) => {
          const from = chosen(kind, line)
          return from === undefined ? [] : [{ key: line.key, from }]
        })
    return {
      survivorId: survivor.value.id,
      absorbedIds: absorbed.value.map(({ id }) => id),
      fields: Object.fromEntries(choices('fields', fields.value).map(({ key, from }) => [key, from])),
      attributes: choices('attributes', attributes.value),
      contacts: contactGroups.value.filter(isUnited).map(({ contacts: [kept, ...others] }) => ({
        keepId: kept?.id ?? '',
        otherIds: others.map(({ id }) => id),
      })),
    }
  })
  const preview = useReadModel(
    () => (input.value ? host.command.preview({ command: 'customer.merge', input: input.value }) : undefined),
    { collections: SOURCES },
  )

  /** The survivor's id when it was done. */
  async function merge(): Promise<string | undefined> {
    const asked = input.value
    if (!asked) return undefined
    const named = { names: absorbed.value.map(({ name }) => name).join(', ') }
    const reply = await follow(t('duplicates.merge.working'), (taskId) =>
      run('customer.merge', asked, {
        taskId,
        // What the command answers.
        undoToast: (result) =>
          t('duplicates.merge.done', { ...named, name: (result as CustomersMerged).name }),
      }),
    )
    return reply.ok ? asked.survivorId : undefined
  }

  return {
    state: found.state,
    error: found.error,
    all,
    customers,
    survivor,
    absorbed,
    setSurvivor: (id: string) => (wanted.value = id),
    fields,
    attributes,
    chosen,
    pick,
    children,
    contactGroups,
    isUnited,
    setUnited: (id: string, on: boolean) => united.set(id, on),
    /** What would happen; undefined while it is being counted, and when the merge is refused (`error`). */
    preview: computed(() =>
      // What the command answers.
      preview.error.value ? undefined : (preview.value.value?.result as CustomersMerged | undefined),
    ),
    refusal: preview.error,
    merge,
    isMerging: computed(() => task.value !== undefined),
  }
}

export type Merge = ReturnType<typeof useMerge>
