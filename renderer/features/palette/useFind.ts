import { onScopeDispose, shallowRef, watch } from 'vue'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { errorText, useHost } from '../../host/index.ts'
import { FOUND } from './palette-entry.ts'

export type Hit = MethodOutput<'search', 'find'>['hits'][number]

/** Waits for a pause in typing, milliseconds: a fast typist asks once per word. */
const PAUSE = 80
const MOST = 40

/** Asks the host while a person types; only the answer to the latest text is shown. */
export function useFind(text: () => string) {
  const host = useHost()
  const hits = shallowRef<readonly Hit[]>([])
  /** The text that `hits` answers. */
  const answered = shallowRef('')
  const isAsking = shallowRef(false)
  const problem = shallowRef<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(asked: string) {
    const reply = await host.search.find({ text: asked, limit: MOST, collections: [...FOUND] })
    if (asked !== text().trim()) return
    isAsking.value = false
    hits.value = reply.ok ? reply.value.hits : []
    problem.value = reply.ok ? undefined : errorText(reply.error)
    answered.value = asked
  }

  watch(text, (typed) => {
    clearTimeout(timer)
    const asked = typed.trim()
    if (!asked) {
      hits.value = []
      problem.value = undefined
      answered.value = ''
      isAsking.value = false
      return
    }
    isAsking.value = true
    timer = setTimeout(() => void ask(asked), PAUSE)
  })
  onScopeDispose(() => clearTimeout(timer))

  return { hits, answered, isAsking, problem }
}
