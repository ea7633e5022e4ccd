import { computed, ref, shallowRef } from 'vue'
import { checkCatalog } from '#core/domain/catalog/rules.ts'
import type { CatalogRecord } from '#core/domain/catalog/schema.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { issueText, useCommand } from '#renderer/host/index.ts'
import type { EditableKindName } from './catalog-kinds.ts'

export type DraftData = Readonly<Record<string, unknown>>

/** One record of a configured list in a dialog, new or changed: checked live, saved by command. */
export function useCatalogDraft(
  kind: EditableKindName,
  record: CatalogRecord | undefined,
  blank: DraftData,
  others: () => readonly CatalogRecord[],
) {
  const { run, isRunning } = useCommand()
  // A copy to type into: documents of the database are shared and frozen.
  const form = shallowRef(JSON.parse(JSON.stringify(record?.data ?? blank)) as DraftData)
  const isChanged = ref(false)
  /** A person tried to save: from then on everything that is missing is named too. */
  const wasTried = ref(false)
  const touched = ref<ReadonlySet<string>>(new Set())
  const refused = ref<readonly FieldIssue[]>([])

  const issues = computed(() =>
    refused.value.length > 0
      ? refused.value
      : checkCatalog(
          kind,
          form.value,
          others().filter(({ id }) => id !== record?.id),
        ),
  )

  function change(field: string, value: unknown): void {
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

  /** Whether it is saved, so that the dialog may close. */
  async function save(savedText: string): Promise<boolean> {
    wasTried.value = true
    if (issues.value.some(({ severity }) => severity === 'error')) return false
    const input = { kind, data: form.value, ...(record && { id: record.id }) }
    const reply = await run('catalog.save', input, {
      undoToast: savedText,
      fields: (found) => (refused.value = found),
    })
    return reply.ok
  }

  return { form, change, errorOf, save, isChanged, isSaving: isRunning }
}
