import { onScopeDispose, shallowReactive, watch, type Ref } from 'vue'

/** The rows of buttons of all forms and dialogs on screen: what lies over the page keeps off them. */
export const formActions = shallowReactive(new Set<HTMLElement>())

/** Makes known that an element holds the buttons of a form. */
export function useFormActions(element: Readonly<Ref<HTMLElement | null>>): void {
  watch(
    element,
    (now, before) => {
      if (before) formActions.delete(before)
      if (now) formActions.add(now)
    },
    { immediate: true, flush: 'post' },
  )
  onScopeDispose(() => {
    if (element.value) formActions.delete(element.value)
  })
}
