import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CatalogSaved } from '#core/domain/catalog/commands.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { useLiveQuery } from '#renderer/data/index.ts'
import { useAppInfo, useCommand } from '#renderer/host/index.ts'
import type { ListView } from '../list-query.ts'
import { isSavedView, VIEW_KIND, VIEW_LIST, viewToData, type SavedView } from './saved-view.ts'

type Refused = (issues: readonly FieldIssue[]) => void

/** The saved views that this person may use: their own and those that others share. */
export function useSavedViews() {
  const { t } = useI18n()
  const info = useAppInfo()
  const { run } = useCommand()
  const records = useLiveQuery('catalog', () => ({
    selector: { kind: VIEW_KIND },
    sort: [{ rank: 'asc' }],
  }))
  const personId = computed(() => info.value.device?.personId ?? '')

  const views = computed(() =>
    records.documents.value
      .filter(isSavedView)
      .filter(
        ({ archived, data }) =>
          !archived && data.list === VIEW_LIST && (data.shared || data.personId === personId.value),
      ),
  )

  async function save(record: SavedView | undefined, data: SavedView['data'], fields?: Refused) {
    const reply = await run(
      'catalog.save',
      { kind: VIEW_KIND, ...(record && { id: record.id }), data },
      { ...(fields && { fields }), undoToast: t('list.view.saved', { name: data.name }) },
    )
    // What `catalog.save` answers (core/domain/catalog/commands.ts).
    return reply.ok ? (reply.value.result as CatalogSaved).id : undefined
  }

  return {
    views,
    isLoaded: computed(() => records.state.value !== 'loading'),
    /** The id of the new view, undefined when it was refused. */
    create: (view: ListView, name: string, shared: boolean, fields: Refused) =>
      save(undefined, viewToData(view, { name, shared, personId: personId.value }), fields),
    rename: (record: SavedView, name: string, shared: boolean, fields: Refused) =>
      save(record, { ...record.data, name, shared }, fields),
    /** Keeps what the list shows now in the view. */
    update: (record: SavedView, view: ListView) => save(record, viewToData(view, record.data)),
    remove: (record: SavedView) =>
      run(
        'catalog.archive',
        { ids: [record.id] },
        { undoToast: t('list.view.removed', { name: record.data.name }) },
      ),
  }
}

export type SavedViews = ReturnType<typeof useSavedViews>
