import { Archive, ArchiveRestore, CircleDot, Eye, Pencil } from '@lucide/vue'
import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { UiGridAnchor, UiMenuItem } from '#renderer/ui/index.ts'
import type { CustomerCatalog } from '../useCustomerCatalog.ts'
import type { CustomerRow } from './useCustomerRows.ts'

interface RowMenuOptions {
  catalog: CustomerCatalog
  open: (row: CustomerRow) => void
  edit: (row: CustomerRow) => void
  setStatus: (row: CustomerRow, statusId: string) => void
  /** Archives, or restores whoever is archived; asks first. */
  remove: (row: CustomerRow) => void
}

const STATUS = 'status:'

/** The one menu that all rows share: view, edit, change status, archive or restore. */
export function useRowMenu({ catalog, open, edit, setStatus, remove }: RowMenuOptions) {
  const { t } = useI18n()
  const row = shallowRef<CustomerRow>()
  const anchor = shallowRef<UiGridAnchor>()
  const isOpen = ref(false)

  const items = computed((): UiMenuItem[] => {
    const view = { id: 'open', label: t('customers.list.open'), icon: Eye, shortcut: 'Enter' }
    const change = {
      id: 'edit',
      label: t('customers.detail.edit'),
      icon: Pencil,
      shortcut: 'F2',
      needs: 'customer.update',
    }
    if (row.value?.archived) {
      return [
        view,
        {
          id: 'remove',
          label: t('customers.selection.restore'),
          icon: ArchiveRestore,
          separated: true,
          needs: 'customer.restore',
        },
      ]
    }
    const statuses = catalog.statusOptions.value
      .filter((option) => option.value !== row.value?.statusId)
      .map((option, index) => ({
        id: STATUS + option.value,
        icon: CircleDot,
        label: t('customers.list.toStatus', { status: option.label }),
        separated: index === 0,
        needs: 'customer.setStatus',
      }))
    return [
      view,
      change,
      ...statuses,
      {
        id: 'remove',
        shortcut: 'Delete',
        needs: 'customer.archive',
        label: t('customers.selection.archive'),
        icon: Archive,
        danger: true,
        separated: true,
      },
    ]
  })

  function show(next: CustomerRow, at: UiGridAnchor) {
    row.value = next
    anchor.value = at
    isOpen.value = true
  }

  function choose(id: string) {
    const chosen = row.value
    if (!chosen) return
    if (id === 'open') open(chosen)
    else if (id === 'edit') edit(chosen)
    else if (id === 'remove') remove(chosen)
    else if (id.startsWith(STATUS)) setStatus(chosen, id.slice(STATUS.length))
  }

  return { anchor, isOpen, items, show, choose, name: computed(() => row.value?.name ?? '') }
}
