import { computed, shallowReactive } from 'vue'
import type { UiMenuItem } from './menu-item.ts'
import { whileShown } from './while-shown.ts'

/** Something to do with what the page shows, from the palette: a line of one of its menus. */
export interface PageCommand extends Pick<UiMenuItem, 'id' | 'label' | 'icon' | 'shortcut' | 'needs'> {
  run: () => unknown
  /** What it is a part of, shown beside it and found by too; such lines are many and wait for a word. */
  partOf?: string
}

const given = shallowReactive(new Map<symbol, () => readonly PageCommand[]>())

/** Offers commands in the palette while the calling component is shown. Of those with one id, the last that came counts. */
export function usePageCommands(commands: () => readonly PageCommand[]): void {
  const key = Symbol('page commands')
  whileShown(() => {
    given.set(key, commands)
    return () => given.delete(key)
  })
}

/** What can be done with the page on screen. */
export const pageCommands = computed((): readonly PageCommand[] => [
  ...new Map([...given.values()].flatMap((all) => all().map((one) => [one.id, one] as const))).values(),
])

/** The lines of a menu as commands, but for those that cannot be chosen. */
export const commandsOf = (items: readonly UiMenuItem[], choose: (id: string) => unknown): PageCommand[] =>
  items
    .filter(({ disabled }) => !disabled)
    .map(({ id, label, icon, shortcut, needs }) => ({
      id,
      label,
      ...(icon && { icon }),
      ...(shortcut !== undefined && { shortcut }),
      ...(needs !== undefined && { needs }),
      run: () => choose(id),
    }))
