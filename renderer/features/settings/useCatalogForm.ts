import { computed, ref, watch } from 'vue'
import { checkCatalog } from '#core/domain/catalog/rules.ts'
import {
  isCatalogKind,
  type CatalogData,
  type CatalogKind,
  type CatalogRecord,
} from '#core/domain/catalog/schema.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { useLiveDocument, useLiveQuery } from '../../data/index.ts'
import { issueText, useCommand } from '../../host/index.ts'

/** One record of the catalogue in a form: follows the document until a person types, checks live, saves by command. */
export function useCatalogForm<K extends CatalogKind>(
  kind: K,
  id: () => string | undefined,
  savedText: () => string,
) {
  const { run, isRunning } = useCommand()
  const { document } = useLiveDocument('catalog', id)
  const { documents } = useLiveQuery('catalog', () => ({ selector: { kind } }))

  const form = ref<CatalogData<K>>()
  const isChanged = ref(false)
  const refused = ref<readonly FieldIssue[]>([])

  function take(record: CatalogRecord | undefined) {
    if (!record || !isCatalogKind(kind, record)) return
    // A copy to type into: documents of the database are shared and frozen.
    form.value = JSON.parse(JSON.stringify(record.data)) as CatalogData<K>
    isChanged.value = false
    refused.value = []
  }

  watch(document, (record) => !isChanged.value && take(record), { immediate: true })

  const issues = computed(() => {
    if (!form.value || !isChanged.value) return refused.value
    const others = documents.value.filter((record) => record.id !== id())
    return checkCatalog(kind, form.value, others)
  })

  function change<F extends keyof CatalogData<K>>(field: F, value: CatalogData<K>[F]) {
    if (!form.value) return
    form.value = { ...form.value, [field]: value }
    isChanged.value = true
    refused.value = []
  }

  const textOf = (field: string, wanted: FieldIssue['severity']): string | undefined => {
    const issue = issues.value.find(({ path, severity }) => path === `data/${field}` && severity === wanted)
    return issue && issueText(issue)
  }
  const hasErrors = computed(() => issues.value.some(({ severity }) => severity === 'error'))

  async function save() {
    const recordId = id()
    if (!form.value || recordId === undefined || hasErrors.value) return
    const reply = await run(
      'catalog.save',
      { kind, id: recordId, data: form.value },
      { undoToast: savedText(), fields: (found) => (refused.value = found) },
    )
    if (reply.ok) isChanged.value = false
  }

  return {
    form,
    change,
    errorOf: (field: string) => textOf(field, 'error'),
    warningOf: (field: string) => textOf(field, 'warning'),
    save,
    reset: () => take(document.value),
    isChanged,
    isSaving: isRunning,
    canSave: computed(() => isChanged.value && !hasErrors.value),
  }
}
