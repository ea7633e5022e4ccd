import { Antenna, Box, CardSim, EthernetPort, Network, Phone, Router, Tv, Wifi } from '@lucide/vue'
import { computed, type Component } from 'vue'
import { useI18n } from 'vue-i18n'
import {
  INVENTORY_KINDS,
  INVENTORY_STATES,
  type InventoryKind,
  type InventoryState,
} from '#core/domain/inventory/schema.ts'
import { useCatalog } from '#renderer/data/index.ts'
import type { Colour, UiOption } from '#renderer/ui/index.ts'

export const STATE_COLOURS: Readonly<Record<InventoryState, Colour>> = {
  inStock: 'green',
  assigned: 'blue',
  faulty: 'red',
  retired: 'slate',
}

export const KIND_ICONS: Readonly<Record<InventoryKind, Component>> = {
  modem: EthernetPort,
  router: Wifi,
  ont: Router,
  antenna: Antenna,
  stb: Tv,
  sim: CardSim,
  phoneNumber: Phone,
  ipBlock: Network,
  other: Box,
}

/** What is not a thing that lies on a shelf: it has no model, no MAC and no place. */
export const isVirtual = (kind: InventoryKind): boolean => kind === 'phoneNumber' || kind === 'ipBlock'

/** Kinds, states and places in words, and as choices. */
export function useItemWords() {
  const { t } = useI18n()
  const places = useCatalog('stockPlace')
  const technicians = useCatalog('technician')
  const offices = useCatalog('office')
  const attributes = useCatalog('attribute')

  const all = computed(() => [...places.value, ...technicians.value, ...offices.value])
  const names = computed(() => new Map(all.value.map(({ id, data }) => [id, data.name])))

  return {
    /** Attributes that the catalogue defines for items. */
    attributes: computed(() =>
      attributes.value.filter(({ data }) => data.appliesTo?.includes('inventory') ?? false),
    ),
    kindOptions: computed((): UiOption[] =>
      INVENTORY_KINDS.map((kind) => ({ value: kind, label: t(`inventory.kind.${kind}`) })),
    ),
    stateOptions: computed((): UiOption[] =>
      INVENTORY_STATES.map((state) => ({
        value: state,
        label: t(`inventory.state.${state}`),
        colour: STATE_COLOURS[state],
      })),
    ),
    /** Stock places, technicians and offices in use. */
    placeOptions: computed((): UiOption[] =>
      all.value
        .filter((place) => !place.archived)
        .map(({ id, kind, data }) => ({
          value: id,
          label: data.name,
          detail: t(`inventory.placeKind.${kind}`),
        })),
    ),
    placeName: (id: string | undefined): string => (id === undefined ? '' : (names.value.get(id) ?? '')),
  }
}

export type ItemWords = ReturnType<typeof useItemWords>
