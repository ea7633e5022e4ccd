import { Boxes, Building2, Cable, Contact, MapPin, ReceiptText, User } from '@lucide/vue'
import { computed, type Component, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { fold } from '#core/lib/fold.ts'
import { useDates } from '#renderer/data/index.ts'
import type { PageCommand, PaletteCommand } from '../../ui/index.ts'
import { FOUND, pageOf, type FoundCollection, type PaletteEntry, type PaletteGroup } from './palette-entry.ts'
import type { Hit } from './useFind.ts'
import type { NamedRecord } from './useRecent.ts'

const ICONS: Record<FoundCollection, Component> = {
  customers: Building2,
  contacts: Contact,
  sites: MapPin,
  services: Cable,
  invoices: ReceiptText,
  inventory: Boxes,
}
const iconOf = (collection: FoundCollection, isIndividual: boolean | undefined) =>
  collection === 'customers' && isIndividual ? User : ICONS[collection]

interface Sources {
  commands: () => readonly PaletteCommand[]
  /** What can be done with the page on screen, and what it is called. */
  page: () => { title: string; commands: readonly PageCommand[] }
  typed: () => string
  hits: Readonly<ShallowRef<readonly Hit[]>>
  recent: Readonly<ShallowRef<readonly NamedRecord[]>>
}

/** Every typed word begins one of the title's. */
function startsSo(title: string, words: readonly string[]): boolean {
  const own = fold(title).split(' ')
  return words.every((word) => own.some((one) => one.startsWith(word)))
}

/**
 * What the palette lists: commands that begin as typed, those of the page first, records by kind, then other commands;
 * with nothing typed, what was looked at last. Commands know their place at once, so that Enter does not land on a
 * record that came meanwhile.
 */
export function usePaletteGroups({ commands, page, typed, hits, recent }: Sources) {
  const { t } = useI18n()
  const { plainDay } = useDates()

  /** What tells a record from its namesakes, in words. */
  function detailOf({ collection, detail, kind, state }: Hit): string | undefined {
    if (collection === 'invoices') return detail && plainDay(detail)
    if (collection === 'services') return state && t(`services.status.${state}`)
    if (collection === 'inventory' && kind && state)
      return `${t(`inventory.kind.${kind}`)} · ${t(`inventory.state.${state}`)}`
    return detail
  }

  /** Its own name is its reason; another one is that of a record of its own. A title that is a number says only what it is. */
  function reasonOf({ matched, title }: Hit): PaletteEntry['reason'] {
    if (matched.text === title && matched.kind === 'name') return undefined
    return matched.text === title ? { kind: matched.kind } : matched
  }

  const words = computed(() => fold(typed()).split(' ').filter(Boolean))
  const commandEntries = computed((): PaletteEntry[] => {
    return (
      commands()
        .map((command) => {
          const partOf = command.partOfKey === undefined ? '' : t(command.partOfKey)
          const title = t(command.labelKey)
          const others = command.wordsKey === undefined ? '' : t(command.wordsKey)
          return { command, title, partOf, text: fold(`${title} ${partOf} ${others}`) }
        })
        // Pages inside a screen are many: they wait for a word.
        .filter(({ partOf, text }) => (words.value.length > 0 ? isWanted(text) : partOf === ''))
        .map(({ command, title, partOf }) => ({
          key: command.id,
          icon: command.icon,
          title,
          ...(partOf !== '' && { detail: partOf }),
          ...(command.shortcut === undefined ? {} : { shortcut: command.shortcut }),
          command,
        }))
    )
  })

  const isWanted = (text: string) => words.value.every((word) => text.includes(word))
  const pageEntries = computed((): PaletteEntry[] =>
    page()
      .commands.filter(({ label, partOf = '' }) =>
        words.value.length > 0 ? isWanted(fold(`${label} ${partOf}`)) : partOf === '',
      )
      .map(({ id, label, icon, partOf, shortcut, run }) => ({
        key: `page/${id}`,
        icon,
        title: label,
        ...(partOf !== undefined && { detail: partOf }),
        ...(shortcut !== undefined && { shortcut }),
        command: { id, labelKey: '', run },
      })),
  )

  /** An individual is a customer and its own contact: found by one name, it is one line. */
  const isCustomerAgain = ({ collection, customerId, title, matched }: Hit) =>
    collection === 'contacts' &&
    matched.kind === 'name' &&
    hits.value.some((one) => one.collection === 'customers' && one.id === customerId && one.title === title)

  function entryOfHit(hit: Hit, collection: FoundCollection): PaletteEntry {
    const reason = reasonOf(hit)
    const detail = detailOf(hit)
    return {
      key: `${collection}/${hit.id}`,
      icon: iconOf(collection, hit.isIndividual),
      title: hit.title,
      ...(reason && { reason }),
      ...(hit.customerName !== undefined && { owner: hit.customerName }),
      ...(detail !== undefined && detail !== hit.matched.text && { detail }),
      isArchived: hit.archived,
      command: { id: hit.id, labelKey: '', to: pageOf(collection, hit.id, hit.customerId) },
    }
  }

  const entryOfRecent = (record: NamedRecord): PaletteEntry => ({
    key: `recent/${record.id}`,
    icon: iconOf(record.collection, record.isIndividual),
    title: record.name,
    ...(record.detail === undefined ? {} : { detail: record.detail }),
    isArchived: record.isArchived,
    command: { id: record.id, labelKey: '', to: pageOf(record.collection, record.id, record.customerId) },
  })

  const groups = computed((): PaletteGroup[] => {
    const found = FOUND.map((collection) => ({
      id: collection,
      label: t(`palette.group.${collection}`),
      entries: hits.value
        .filter((hit) => hit.collection === collection && !isCustomerAgain(hit))
        .map((hit) => entryOfHit(hit, collection)),
    }))
    const last = { id: 'recent', label: t('palette.recent'), entries: recent.value.map(entryOfRecent) }
    const actions = (id: string, entries: PaletteEntry[]) => ({ id, label: t('palette.commands'), entries })
    const isFirst = ({ title }: PaletteEntry) => startsSo(title, words.value)
    const ofPage = (entries: PaletteEntry[]) => ({ id: 'page', label: page().title, entries })
    const all = typed().trim()
      ? [
          ofPage(pageEntries.value.filter(isFirst)),
          actions('commands', commandEntries.value.filter(isFirst)),
          ...found,
          { ...ofPage(pageEntries.value.filter((entry) => !isFirst(entry))), id: 'otherPage' },
          actions(
            'otherCommands',
            commandEntries.value.filter((entry) => !isFirst(entry)),
          ),
        ]
      : [last, ofPage(pageEntries.value), actions('commands', commandEntries.value)]
    return all.filter(({ entries }) => entries.length > 0)
  })

  return { groups, entries: computed(() => groups.value.flatMap((group) => group.entries)) }
}
