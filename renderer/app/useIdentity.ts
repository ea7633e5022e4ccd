import { computed } from 'vue'
import { isCatalogKind } from '#core/domain/catalog/schema.ts'
import { useLiveDocument } from '#renderer/data/index.ts'
import { useAppInfo } from '#renderer/host/index.ts'

/** The first letters of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean)
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words
  return picked
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase()
}

/** Who works here: the person and the office of this desktop. */
export function useIdentity() {
  const info = useAppInfo()
  const person = useLiveDocument('catalog', () => info.value.device?.personId)
  const office = useLiveDocument('catalog', () => info.value.device?.officeId)
  const personName = computed(() => {
    const record = person.document.value
    return record && isCatalogKind('person', record) ? record.data.name : ''
  })
  const officeName = computed(() => {
    const record = office.document.value
    return record && isCatalogKind('office', record) ? record.data.name : ''
  })
  return { personName, officeName, initials: computed(() => initialsOf(personName.value)) }
}
