import { computed } from 'vue'
import { contactMatrix } from '#core/domain/contact/matrix.ts'
import { useLiveQuery } from '#renderer/data/index.ts'
import type { CustomerCatalog } from '../useCustomerCatalog.ts'

/** People and sites of a customer, and who receives what. */
export function useContacts(customerId: () => string | undefined, catalog: CustomerCatalog) {
  const ofCustomer = () => {
    const id = customerId()
    return id === undefined
      ? undefined
      : { selector: { customerId: id }, sort: [{ sortName: 'asc' as const }] }
  }
  const contacts = useLiveQuery('contacts', ofCustomer)
  const sites = useLiveQuery('sites', ofCustomer)
  const matrix = computed(() =>
    contactMatrix(contacts.documents.value, sites.documents.value, catalog.contactTypes.value),
  )
  return {
    contacts: contacts.documents,
    sites: sites.documents,
    matrix,
    state: computed(() => {
      const states = [contacts.state.value, sites.state.value]
      return states.includes('error') ? 'error' : states.includes('loading') ? 'loading' : 'ready'
    }),
    contactsInUse: computed(() => contacts.documents.value.filter((contact) => !contact.archived)),
    sitesInUse: computed(() => sites.documents.value.filter((site) => !site.archived)),
  }
}

export type Contacts = ReturnType<typeof useContacts>
