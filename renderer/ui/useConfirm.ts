import { shallowRef } from 'vue'

export interface ConfirmRequest {
  title: string
  /** What will happen, and how it can be undone. */
  text?: string
  /** The button's own verb: "Archive", never "OK". */
  confirmLabel: string
  cancelLabel?: string
  danger?: boolean
}

/** The question on screen; `UiConfirmHost`, once in the app, shows it. */
export const pendingConfirm = shallowRef<(ConfirmRequest & { answer: (yes: boolean) => void }) | undefined>()

/** Asks one question at a time; a second one answers the first with no. */
export function useConfirm() {
  const confirm = (request: ConfirmRequest): Promise<boolean> => {
    pendingConfirm.value?.answer(false)
    return new Promise((resolve) => {
      pendingConfirm.value = {
        ...request,
        answer(yes) {
          pendingConfirm.value = undefined
          resolve(yes)
        },
      }
    })
  }
  return { confirm }
}
