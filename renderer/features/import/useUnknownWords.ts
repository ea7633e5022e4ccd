import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { HostError } from '#core/contract/envelope.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { ImportMapping } from '#core/domain/import/mapping.ts'
import { useHost } from '#renderer/host/index.ts'

export type UnknownWord = MethodOutput<'imports', 'words'>['words'][number]

/** Words of the file that nobody knows; asked again whenever other columns are chosen. */
export function useUnknownWords(file: () => string, mapping: () => ImportMapping) {
  const host = useHost()
  const found = shallowRef<MethodOutput<'imports', 'words'>>({ words: [], more: 0 })
  const error = shallowRef<HostError>()
  let turn = 0

  async function ask() {
    const own = ++turn
    // What was chosen is asked for too, so that it can be changed.
    const { columns, ...choices } = mapping()
    const reply = await host.imports.words({ file: file(), mapping: { ...choices, columns, meanings: [] } })
    if (own !== turn) return
    error.value = reply.ok ? undefined : reply.error
    if (reply.ok) found.value = reply.value
  }

  // Words depend on the columns and on whether unknown tags are made, on nothing else.
  watch(
    () => JSON.stringify([file(), mapping().columns, mapping().whenTagUnknown]),
    () => void ask(),
    { immediate: true },
  )
  onScopeDispose(() => turn++)

  return { words: computed(() => found.value.words), more: computed(() => found.value.more), error }
}
