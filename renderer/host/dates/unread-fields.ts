import { computed, inject, onScopeDispose, provide, shallowReactive, type InjectionKey } from 'vue'

/** A field whose text could not be taken. */
interface UnreadField {
  /** Its path in the form, where it has one. */
  path: string | undefined
  /** Lets go of the text. */
  forget(): void
}

interface UnreadFields {
  set(id: symbol, field: UnreadField | undefined): void
}

const unreadFieldsKey: InjectionKey<UnreadFields> = Symbol('unread fields')
/** The path of the form's field around a control. */
export const fieldPathKey: InjectionKey<() => string> = Symbol('field path')

/**
 * Makes the calling form or dialog know of fields inside it that hold a text that could not be taken: a date that does
 * not exist is no date in the form's value, and must not be sent as if nothing had been typed.
 */
export function useUnreadFields() {
  const fields = shallowReactive(new Map<symbol, UnreadField>())
  provide(unreadFieldsKey, {
    set: (id, field) => void (field ? fields.set(id, field) : fields.delete(id)),
  })
  return {
    /** While true, nothing may be sent. */
    hasUnread: computed(() => fields.size > 0),
    /** One for each field; undefined where a field has no path. */
    unreadPaths: computed(() => [...fields.values()].map(({ path }) => path)),
    forgetUnread: () => [...fields.values()].forEach(({ forget }) => forget()),
  }
}

/** For a field: tells the form around it, if there is one, whether its text could not be taken. */
export function useTellUnread(forget: () => void): (isUnread: boolean) => void {
  const fields = inject(unreadFieldsKey, undefined)
  const path = inject(fieldPathKey, undefined)
  const id = Symbol('field')
  onScopeDispose(() => fields?.set(id, undefined))
  return (isUnread) => fields?.set(id, isUnread ? { path: path?.(), forget } : undefined)
}
