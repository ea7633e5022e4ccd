import { Building2, MapPin, UserRound } from '@lucide/vue'
import { computed, type Component, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { fold } from '#core/lib/fold.ts'
import type { PaletteCommand } from '../../ui/index.ts'
import {
  FOUND,
  isFoundCollection,
  pageOf,
  type FoundCollection,
  type PaletteEntry,
  type PaletteGroup,
} from './palette-entry.ts'
import type { Hit } from './useFind.ts'
import type { NamedRecord } from './useRecent.ts'

const ICONS: Record<FoundCollection, Component> = { customers: Building2, contacts: UserRound, sites: MapPin }

interface Sources {
  commands: () => readonly PaletteCommand[]
  typed: () => string
  hits: Readonly<ShallowRef<readonly Hit[]>>
  recent: Readonly<ShallowRef<readonly NamedRecord[]>>
}

/** What the palette lists: records by kind, then commands; with nothing typed, what was looked at last. */
export function usePaletteGroups({ commands, typed, hits, recent }: Sources) {
  const { t } = useI18n()

  const commandEntries = computed((): PaletteEntry[] => {
    const words = fold(typed()).split(' ').filter(Boolean)
    return commands()
      .map((command) => ({ command, title: t(command.labelKey) }))
      .filter(({ title }) => words.every((word) => fold(title).includes(word)))
      .map(({ command, title }) => ({
        key: command.id,
        icon: command.icon,
        title,
        ...(command.shortcut === undefined ? {} : { shortcut: command.shortcut }),
        command,
      }))
  })

  const entryOfHit = (hit: Hit, collection: FoundCollection): PaletteEntry => ({
    key: `${collection}/${hit.id}`,
    icon: ICONS[collection],
    title: hit.title,
    ...(hit.matched.kind === 'name' ? {} : { reason: hit.matched }),
    ...(hit.customerName === undefined ? {} : { owner: hit.customerName }),
    isArchived: hit.archived,
    command: { id: hit.id, labelKey: '', to: pageOf(collection, hit.id, hit.customerId) },
  })

  const entryOfRecent = (record: NamedRecord): PaletteEntry => ({
    key: `recent/${record.id}`,
    icon: ICONS[record.collection],
    title: record.name,
    isArchived: record.isArchived,
    command: { id: record.id, labelKey: '', to: pageOf(record.collection, record.id, record.customerId) },
  })

  const groups = computed((): PaletteGroup[] => {
    const found = FOUND.map((collection) => ({
      id: collection,
      label: t(`palette.group.${collection}`),
      entries: hits.value
        .filter((hit) => isFoundCollection(hit.collection) && hit.collection === collection)
        .map((hit) => entryOfHit(hit, collection)),
    }))
    const last = { id: 'recent', label: t('palette.recent'), entries: recent.value.map(entryOfRecent) }
    const actions = { id: 'commands', label: t('palette.commands'), entries: commandEntries.value }
    const all = typed().trim() ? [...found, actions] : [last, actions]
    return all.filter(({ entries }) => entries.length > 0)
  })

  return { groups, entries: computed(() => groups.value.flatMap((group) => group.entries)) }
}
