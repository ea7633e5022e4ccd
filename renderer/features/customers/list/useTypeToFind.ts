import { onScopeDispose, shallowRef } from 'vue'

/** Letters typed within this time of each other make one text, milliseconds. */
const TOGETHER = 900

/** Typing at the rows goes to the first one that begins with what was typed. */
export function useTypeToFind(
  find: (text: string) => Promise<number | undefined>,
  goTo: (index: number) => void,
) {
  /** What has been typed so far; empty again after a moment. */
  const typed = shallowRef('')
  const isMissing = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  async function type(character: string) {
    clearTimeout(timer)
    const text = typed.value + character
    typed.value = text
    timer = setTimeout(() => (typed.value = ''), TOGETHER)
    const index = await find(text)
    // A later letter has asked again meanwhile.
    if (typed.value !== '' && typed.value !== text) return
    isMissing.value = index === undefined
    if (index !== undefined) goTo(index)
  }
  onScopeDispose(() => clearTimeout(timer))

  return { typed, isMissing, type }
}
