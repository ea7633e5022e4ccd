import { computed, ref, shallowRef, watch } from 'vue'
import { checkCatalog } from '#core/domain/catalog/rules.ts'
import type { CatalogKind, CatalogRecord } from '#core/domain/catalog/schema.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { useLiveQuery } from '#renderer/data/index.ts'
import { issueText, useCommand } from '#renderer/host/index.ts'

export type CatalogDraft = Readonly<Record<string, unknown>>

export interface CatalogFormOptions {
  kind: CatalogKind
  /** The record that is changed; none yet for a new one, or while it is being read. */
  record: () => CatalogRecord | undefined
  /** What a new record starts from. */
  blank?: CatalogDraft
}

/** One configured record in a form: follows it until a person types, checks live, saves by command. */
export function useCatalogForm({ kind, record, blank }: CatalogFormOptions) {
  const { run, isRunning } = useCommand()
  const { documents } = useLiveQuery('catalog', () => ({ selector: { kind } }))

  const form = shallowRef<CatalogDraft>()
  const isChanged = ref(false)
  /** A person tried to save: from then on everything that is missing is named too. */
  const wasTried = ref(false)
  const touched = ref<ReadonlySet<string>>(new Set())
  const refused = ref<readonly FieldIssue[]>([])

  function reset(): void {
    const data = record()?.data ?? blank
    // A copy to type into: documents of the database are shared and frozen.
    form.value = data && (JSON.parse(JSON.stringify(data)) as CatalogDraft)
    isChanged.value = false
    wasTried.value = false
    touched.value = new Set()
    refused.value = []
  }
  watch(record, () => !isChanged.value && reset(), { immediate: true })

  const issues = computed(() => {
    if (refused.value.length > 0 || !form.value) return refused.value
    const id = record()?.id
    return checkCatalog(
      kind,
      form.value,
      documents.value.filter((other) => other.id !== id),
    )
  })
  const hasErrors = computed(() => issues.value.some(({ severity }) => severity === 'error'))

  function change(field: string, value: unknown): void {
    if (!form.value) return
    const { [field]: _old, ...rest } = form.value
    form.value = value === undefined ? rest : { ...form.value, [field]: value }
    touched.value = new Set([...touched.value, field])
    isChanged.value = true
    refused.value = []
  }

  /** The error of a member or of what is in it, such as `labels/es` or `rates/<id>/percent`. */
  function errorOf(path: string): string | undefined {
    const [member = ''] = path.split('/')
    if (!wasTried.value && !touched.value.has(member)) return undefined
    const found = issues.value.find((issue) => issue.severity === 'error' && issue.path === `data/${path}`)
    return found && issueText(found)
  }

  /** Whether it is saved, so that a dialog may close. */
  async function save(savedText: string): Promise<boolean> {
    wasTried.value = true
    if (!form.value || hasErrors.value) return false
    const id = record()?.id
    const reply = await run(
      'catalog.save',
      { kind, data: form.value, ...(id !== undefined && { id }) },
      { undoToast: savedText, fields: (found) => (refused.value = found) },
    )
    if (reply.ok) isChanged.value = false
    return reply.ok
  }

  return { form, change, errorOf, save, reset, isChanged, isSaving: isRunning }
}
