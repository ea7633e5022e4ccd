import { onScopeDispose, ref, watch } from 'vue'

/** Waiting that is over sooner than this is not shown, milliseconds. */
const PATIENCE = 150

/** True once something has been waited for long enough to say so. */
export function useLate(isWaiting: () => boolean) {
  const isLate = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(
    isWaiting,
    (now) => {
      clearTimeout(timer)
      if (now) timer = setTimeout(() => (isLate.value = true), PATIENCE)
      else isLate.value = false
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return isLate
}
