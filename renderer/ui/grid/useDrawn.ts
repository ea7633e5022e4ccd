import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'

/** Rows that come sooner than this are drawn once: not first as waited for, and then as they are. Milliseconds. */
const PATIENCE = 30

/** What is drawn of `shown`: after a far jump, when nothing of it is there yet, a moment later. */
export function useDrawn<Place extends { row: object | undefined }>(shown: Readonly<Ref<readonly Place[]>>) {
  const drawn = shallowRef(shown.value)
  let timer: ReturnType<typeof setTimeout> | undefined

  function draw() {
    clearTimeout(timer)
    timer = undefined
    drawn.value = shown.value
  }
  watch(shown, (now) => {
    if (drawn.value.length === 0 || now.length === 0 || now.some(({ row }) => row !== undefined)) draw()
    else timer ??= setTimeout(draw, PATIENCE)
  })
  onScopeDispose(() => clearTimeout(timer))
  return drawn
}
