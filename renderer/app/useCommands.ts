import { Keyboard, Languages, Moon, Redo2, Sun, Undo2 } from '@lucide/vue'
import { computed } from 'vue'
import { usePreferencesStore } from '#renderer/host/index.ts'
import { useTheme, useWhyNot, type PaletteCommand } from '#renderer/ui/index.ts'
import { featureCommands, navigation } from './features.ts'

interface Actions {
  undo: () => unknown
  redo: () => unknown
  shortcuts: () => unknown
}

/** Everything that the palette and the application menu can do, by id. */
export function useCommands(actions: Actions) {
  const preferences = usePreferencesStore()
  const { isDark } = useTheme()

  const whyNot = useWhyNot()
  const isFor = ({ needs }: { needs?: string }) => needs === undefined || whyNot(needs) === undefined

  return computed((): PaletteCommand[] => [
    ...featureCommands.filter(isFor),
    ...navigation.filter(isFor).map(({ id, labelKey, icon, to }) => ({ id: `go.${id}`, labelKey, icon, to })),
    { id: 'app.undo', labelKey: 'palette.undo', icon: Undo2, shortcut: 'Ctrl+Z', run: actions.undo },
    { id: 'app.redo', labelKey: 'palette.redo', icon: Redo2, shortcut: 'Ctrl+Y', run: actions.redo },
    {
      id: 'app.theme',
      labelKey: isDark.value ? 'palette.light' : 'palette.dark',
      icon: isDark.value ? Sun : Moon,
      run: () => preferences.setTheme(isDark.value ? 'light' : 'dark'),
    },
    {
      id: 'app.language',
      labelKey: 'palette.language',
      wordsKey: 'palette.languageWords',
      icon: Languages,
      run: preferences.switchLocale,
    },
    {
      id: 'app.shortcuts',
      labelKey: 'palette.shortcuts',
      icon: Keyboard,
      shortcut: '?',
      run: actions.shortcuts,
    },
  ])
}
