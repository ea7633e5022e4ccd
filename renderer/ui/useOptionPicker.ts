import { computed, ref, useId, watch, type Ref } from 'vue'
import { filterOptions, type UiOption } from './options.ts'
import { useListPopup } from './useListPopup.ts'

/** More options than this are not drawn; the list says how many were left out. */
const SHOWN = 200

interface Picker {
  anchor: Readonly<Ref<HTMLElement | null>>
  list: Readonly<Ref<HTMLElement | null>>
  options: () => readonly UiOption[]
  /** False when somebody else filters, e.g. the host. */
  filters: () => boolean
  /** The option that is active when the list opens untyped. */
  current: () => string | undefined
  pick: (option: UiOption) => void
}

/** Typing, list and keys of comboboxes (WAI-ARIA combobox pattern, list autocomplete). */
export function useOptionPicker({ anchor, list, options, filters, current, pick }: Picker) {
  const listId = useId()
  const typed = ref('')
  const active = ref(0)
  const { isOpen } = useListPopup(anchor, list)
  /** The keys have gone to an option since the list opened or the text changed. */
  let hasMoved = false

  const matches = computed(() => (filters() ? filterOptions(options(), typed.value) : [...options()]))
  const shown = computed(() => matches.value.slice(0, SHOWN))

  watch(shown, (now) => {
    active.value = Math.min(Math.max(0, active.value), Math.max(0, now.length - 1))
  })

  function open() {
    if (isOpen.value) return
    typed.value = ''
    hasMoved = false
    isOpen.value = true
    active.value = Math.max(
      0,
      shown.value.findIndex((option) => option.value === current()),
    )
  }

  function close() {
    isOpen.value = false
    typed.value = ''
  }

  function type(text: string) {
    hasMoved = false
    isOpen.value = true
    typed.value = text
    active.value = 0
  }

  function move(step: number) {
    const count = shown.value.length
    if (count === 0) return
    hasMoved = true
    active.value = (active.value + step + count) % count
  }

  /** Returns true when the key has been used up. */
  function onKey(event: KeyboardEvent): boolean {
    const { key } = event
    // Ctrl+Enter saves the form around it, with the option that a person has typed or gone to.
    if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      const option = shown.value[active.value]
      const isMeant = isOpen.value && (hasMoved || typed.value.trim() !== '')
      if (isMeant && option && !option.disabled) pick(option)
      close()
      return false
    }
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      if (isOpen.value) move(key === 'ArrowDown' ? 1 : -1)
      else open()
    } else if (!isOpen.value) return false
    else if (key === 'PageDown' || key === 'PageUp') {
      const last = shown.value.length - 1
      active.value = Math.min(last, Math.max(0, active.value + (key === 'PageDown' ? 10 : -10)))
    } else if (key === 'Enter') {
      const option = shown.value[active.value]
      if (option && !option.disabled) pick(option)
    } else if (key === 'Escape') close()
    else {
      if (key === 'Tab') close()
      return false
    }
    event.preventDefault()
    // An open list takes Escape and Enter for itself; the dialog or form around it must not see them.
    event.stopPropagation()
    return true
  }

  const activeId = computed(() =>
    isOpen.value && shown.value.length > 0 ? `${listId}-${active.value}` : undefined,
  )

  return {
    listId,
    typed,
    active,
    activeId,
    isOpen,
    shown,
    hidden: computed(() => matches.value.length - shown.value.length),
    open,
    close,
    type,
    onKey,
  }
}
