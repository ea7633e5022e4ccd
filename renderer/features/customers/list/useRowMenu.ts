import { Archive, ArchiveRestore, CircleDot, Eye } from '@lucide/vue'
import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { UiMenuItem } from '#renderer/ui/index.ts'
import type { CustomerCatalog } from '../useCustomerCatalog.ts'
import type { useBulkActions } from './useBulkActions.ts'
import type { CustomerRow } from './useCustomerRows.ts'

type Anchor = HTMLElement | { getBoundingClientRect: () => DOMRect }

interface RowMenuOptions {
  catalog: CustomerCatalog
  bulk: ReturnType<typeof useBulkActions>
  open: (row: CustomerRow) => void
}

const STATUS = 'status:'

/** The one menu that all rows share: view, change status, archive or restore. */
export function useRowMenu({ catalog, bulk, open }: RowMenuOptions) {
  const { t } = useI18n()
  const row = shallowRef<CustomerRow>()
  const anchor = shallowRef<Anchor>()
  const isOpen = ref(false)

  const items = computed((): UiMenuItem[] => {
    const view = { id: 'open', label: t('customers.list.open'), icon: Eye, shortcut: 'Enter' }
    if (row.value?.customer?.archived) {
      return [
        view,
        { id: 'restore', label: t('customers.selection.restore'), icon: ArchiveRestore, separated: true },
      ]
    }
    const statuses = catalog.statusOptions.value
      .filter((option) => option.value !== row.value?.customer?.statusId)
      .map((option, index) => ({
        id: STATUS + option.value,
        icon: CircleDot,
        label: t('customers.list.toStatus', { status: option.label }),
        separated: index === 0,
      }))
    return [
      view,
      ...statuses,
      {
        id: 'archive',
        label: t('customers.selection.archive'),
        icon: Archive,
        danger: true,
        separated: true,
      },
    ]
  })

  function show(next: CustomerRow, at: Anchor) {
    row.value = next
    anchor.value = at
    isOpen.value = true
  }

  async function choose(id: string) {
    const chosen = row.value
    if (!chosen) return
    const target = { ids: [chosen.id], name: chosen.customer?.name }
    if (id === 'open') open(chosen)
    else if (id === 'archive') await bulk.archive(target)
    else if (id === 'restore') await bulk.restore(target)
    else if (id.startsWith(STATUS)) await bulk.setStatus(target, id.slice(STATUS.length), '')
  }

  return { anchor, isOpen, items, show, choose, name: computed(() => row.value?.customer?.name ?? '') }
}
