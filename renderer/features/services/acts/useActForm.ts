import { computed, ref } from 'vue'
import { isPlainDate } from '#core/domain/values/plain-date.ts'
import { issueText } from '#renderer/host/index.ts'
import type { ServiceWords } from '../useServiceWords.ts'
import type { ChangePreview } from '../useChangePreview.ts'

/** Who of the customer asked for a change, and what a command takes of it. */
export function useRequestedBy() {
  const requestedBy = ref<string>()
  return {
    requestedBy,
    asked: () => (requestedBy.value === undefined ? {} : { requestedBy: requestedBy.value }),
  }
}

/** What most acts on a service ask: from which day on, and who of the customer asked for it. */
export function useActForm(words: ServiceWords, officeId: string | undefined) {
  const today = computed(() => words.todayAt(officeId))
  const on = ref(today.value)
  return {
    ...useRequestedBy(),
    today,
    on,
    isDay: computed(() => isPlainDate(on.value)),
    /** What the host says about one of the fields. */
    errorOf: (preview: Pick<ChangePreview<unknown>, 'issues'>, path: string): string | undefined => {
      const issue = preview.issues.value.find((one) => one.path === path)
      return issue && issueText(issue)
    },
  }
}
