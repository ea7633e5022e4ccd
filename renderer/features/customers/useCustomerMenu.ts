import {
  Archive,
  ArchiveRestore,
  Banknote,
  Cable,
  Eraser,
  FileDown,
  GitMerge,
  MapPinPlus,
  Pencil,
  UserPlus,
} from '@lucide/vue'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Customer } from '#core/domain/customer/index.ts'
import type { UiMenuItem } from '#renderer/ui/index.ts'

/** What can be done with a customer on its page: in the menu of its head, and in the palette. */
export function useCustomerMenu(customer: () => Customer | undefined) {
  const { t } = useI18n()
  const isArchived = computed(() => customer()?.archived !== undefined)
  const isMerged = computed(() => customer()?.mergedInto !== undefined)

  const edit = computed((): UiMenuItem => ({
    id: 'edit',
    label: t('customers.detail.edit'),
    icon: Pencil,
    shortcut: 'E',
    needs: 'customer.update',
    disabled: isArchived.value,
  }))
  const menu = computed((): UiMenuItem[] => [
    {
      id: 'newContact',
      label: t('customers.detail.newContact'),
      icon: UserPlus,
      disabled: isArchived.value,
      needs: 'contact.create',
    },
    {
      id: 'newSite',
      label: t('customers.detail.newSite'),
      icon: MapPinPlus,
      disabled: isArchived.value,
      needs: 'site.create',
    },
    {
      id: 'newService',
      label: t('customers.detail.newService'),
      icon: Cable,
      disabled: isArchived.value,
      needs: 'service.create',
    },
    {
      id: 'takePayment',
      label: t('customers.detail.takePayment'),
      icon: Banknote,
      needs: 'payment.record',
    },
    {
      id: 'merge',
      label: t('duplicates.page.mergeWith'),
      icon: GitMerge,
      needs: 'customer.merge',
      disabled: isMerged.value,
    },
    {
      id: 'exportData',
      label: t('privacy.action'),
      icon: FileDown,
      separated: true,
      needs: 'exports.customer',
    },
    isArchived.value
      ? {
          id: 'restore',
          label: t('customers.detail.restore'),
          icon: ArchiveRestore,
          needs: 'customer.restore',
          separated: true,
          disabled: isMerged.value,
        }
      : {
          id: 'archive',
          label: t('customers.detail.archive'),
          icon: Archive,
          danger: true,
          separated: true,
          needs: 'customer.archive',
        },
    ...(isArchived.value
      ? [
          {
            id: 'erase',
            label: t('archive.erase.action'),
            icon: Eraser,
            danger: true,
            needs: 'customer.erase',
          },
        ]
      : []),
  ])

  return { menu, all: computed(() => [edit.value, ...menu.value]) }
}
