import { shallowReactive, watch, type Ref } from 'vue'
import { whileShown } from './while-shown.ts'

/** The rows of buttons of all forms and dialogs on screen: what lies over the page keeps off them. */
export const formActions = shallowReactive(new Set<HTMLElement>())

/** Makes known that an element holds the buttons of a form. */
export function useFormActions(element: Readonly<Ref<HTMLElement | null>>): void {
  whileShown(() =>
    watch(
      element,
      (now, _before, onCleanup) => {
        if (!now) return
        formActions.add(now)
        onCleanup(() => formActions.delete(now))
      },
      { immediate: true, flush: 'post' },
    ),
  )
}
