import { computed, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { createFieldText } from '#core/domain/activity/field-text.ts'
import { useActivityNames, useHost, type ActivityEntry } from '#renderer/host/index.ts'
import { formatLocale } from '#renderer/locales/index.ts'
import type { IssuePart } from './issue-parts.ts'

export type IssueRow = MethodOutput<'issues', 'list'>['rows'][number]
export type IssueFound = MethodOutput<'issues', 'get'>

/** Issues in words: who, what kind of record, which field, and values instead of ids. */
export function useIssueWords() {
  const i18n = useI18n()
  const { t, te } = i18n
  const host = useHost()
  const { names, options, follow } = useActivityNames(host, () => i18n.locale.value)
  const pointed = shallowRef<readonly ActivityEntry[]>([])
  follow(pointed)
  const fields = computed(() =>
    createFieldText(names.value, {
      t: (key, named) => t(key, named ?? {}),
      te: (key) => te(key),
      locale: formatLocale(i18n.locale.value),
    }),
  )

  const kindOf = ({ entity, entityId }: Pick<IssueRow, 'entity' | 'entityId'>): string => {
    const kind = entity === 'catalog' ? names.value.kind(entityId) : undefined
    if (kind) return t(`activity.catalogKind.${kind}`)
    return te(`activity.collection.${entity}`)
      ? t(`activity.collection.${entity}`)
      : t('conflicts.otherRecord')
  }

  /** `charges/<id>/group:price` is the price of a charge. */
  function fieldOf({ entity, path }: Pick<IssueRow, 'entity' | 'path'>): string {
    if (path === '') return t('conflicts.wholeRecord')
    const [root = '', elementId, last = ''] = path.split('/')
    const nameOf = (part: string): string =>
      part.startsWith('group:')
        ? te(`conflicts.group.${part.slice(6)}`)
          ? t(`conflicts.group.${part.slice(6)}`)
          : t('conflicts.group.other')
        : fields.value.label({ path: part, collection: entity })
    if (te(`conflicts.claim.${root}`) && elementId !== undefined && entity !== 'services')
      return t(`conflicts.claim.${root}`, { value: elementId })
    return elementId === undefined || last === '' ? nameOf(root) : `${nameOf(root)} · ${nameOf(last)}`
  }

  const reasonOf = (reason: string | undefined): string | undefined => {
    if (reason === undefined) return undefined
    for (const key of [`conflicts.reason.${reason}`, `issue.${reason}`, `refusal.${reason}`])
      if (te(key)) return t(key)
    return t('conflicts.reason.other', { code: reason })
  }

  return {
    people: computed(() => options.value.people),
    offices: computed(() => options.value.offices),
    personOf: (id: string | undefined): string =>
      (id !== undefined && names.value.catalog(id)) || t('activity.unknownPerson'),
    officeOf: (id: string | undefined): string | undefined =>
      id === undefined ? undefined : names.value.catalog(id),
    kindOf,
    fieldOf,
    reasonOf,
    labelOf: (part: Pick<IssuePart, 'path'>, collection: string): string =>
      fields.value.label({ path: part.path, collection }),
    textOf: (path: string, collection: string, value: unknown): string | undefined =>
      fields.value.value({ path, collection }, value),
    /** Has the records looked up that the values point to. */
    knowRecords(values: readonly Record<string, unknown>[], collection: IssueRow['entity']): void {
      const changes = values.map((to, i) => ({
        collection,
        id: '',
        title: '',
        path: '',
        kind: 'create',
        to,
        i,
      }))
      // Only what names are looked up by is read of it.
      pointed.value = [{ changes } as unknown as ActivityEntry]
    },
  }
}

export type IssueWords = ReturnType<typeof useIssueWords>
