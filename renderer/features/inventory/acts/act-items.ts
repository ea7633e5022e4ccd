import { Archive, ArchiveRestore, Ban, HandHelping, Truck, Undo2, Wrench } from '@lucide/vue'
import type { InventoryState } from '#core/domain/inventory/schema.ts'
import type { UiMenuItem } from '#renderer/ui/index.ts'
import type { ItemActs, ItemTarget } from './useItemActs.ts'

export const ACTS = ['assign', 'return', 'move', 'markFaulty', 'retire', 'archive', 'restore'] as const
type Act = (typeof ACTS)[number]

const ICONS = {
  assign: HandHelping,
  return: Undo2,
  move: Truck,
  markFaulty: Wrench,
  retire: Ban,
  archive: Archive,
  restore: ArchiveRestore,
}

/** What can be done to an item in its state, as the commands allow it. */
export function actsFor(state: InventoryState, isArchived: boolean): Act[] {
  if (isArchived) return ['restore']
  switch (state) {
    case 'inStock':
      return ['assign', 'move', 'markFaulty', 'retire', 'archive']
    case 'assigned':
      return ['return', 'markFaulty']
    case 'faulty':
      return ['return', 'move', 'retire', 'archive']
    case 'retired':
      return ['archive']
  }
}

export const isAct = (id: string): id is Act => ACTS.some((act) => act === id)

export const actItem = (act: Act, label: string): UiMenuItem & { id: Act } => ({
  id: act,
  label,
  icon: ICONS[act],
  danger: act === 'archive' || act === 'retire',
  separated: act === 'retire',
  needs: `inventory.${act}`,
})

/** Does it, or opens the dialog that asks for more. */
export function startAct(acts: ItemActs, act: Act, target: ItemTarget): void {
  if (act === 'assign') acts.assigning.value = target
  else if (act === 'return' || act === 'move' || act === 'markFaulty') acts.placing.value = { act, target }
  else void acts[act](target)
}
