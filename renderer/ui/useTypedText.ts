import { onScopeDispose, ref, watch, type Ref } from 'vue'

/** Milliseconds of quiet after which typed text is searched. */
const PAUSE = 150

/**
 * The text of a search box whose value lives elsewhere, e.g. in the address: `set` hears the trimmed text after a short
 * rest, and what changes from outside (Back, cleared filters) shows in the box, unless somebody is typing.
 */
export function useTypedText(
  value: () => string,
  set: (text: string) => void,
): { text: Ref<string>; clear: () => void } {
  const text = ref(value())
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => {
    clearTimeout(timer)
    timer = undefined
  }

  watch(text, (typed) => {
    stop()
    const words = typed.trim()
    if (words === value()) return
    timer = setTimeout(() => {
      timer = undefined
      set(words)
    }, PAUSE)
  })
  watch(value, (now) => {
    if (timer === undefined && now !== text.value.trim()) text.value = now
  })
  onScopeDispose(stop)

  return {
    text,
    /** Empties the box without telling anybody. */
    clear: () => {
      text.value = ''
      stop()
    },
  }
}
