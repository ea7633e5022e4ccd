import { useScreenKeys, useWindowKeys } from '#renderer/ui/index.ts'

interface ListKeys {
  search: () => void
  create: () => void
  filter: () => void
  jump: () => void
  preview: () => void
  escape: () => void
}

/** Keys of the list's screen. Letters belong to the rows while they have the focus; with Alt they mean the same everywhere. */
export function useListKeys({ search, create, filter, jump, preview, escape }: ListKeys) {
  useScreenKeys({ '/': search, n: create, f: filter, p: preview, Escape: escape })

  const byCode: Readonly<Record<string, () => void>> = {
    KeyN: create,
    KeyF: filter,
    KeyG: jump,
    KeyP: preview,
  }
  function onAltKey(event: KeyboardEvent) {
    if (!event.altKey || event.ctrlKey || event.metaKey || document.querySelector('[role="dialog"]')) return
    const act = byCode[event.code]
    if (!act) return
    event.preventDefault()
    act()
  }
  useWindowKeys(onAltKey)
}
