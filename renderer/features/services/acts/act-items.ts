import {
  Archive,
  ArchiveRestore,
  ArrowRightLeft,
  CirclePause,
  CirclePlay,
  CirclePlus,
  OctagonPause,
  Pencil,
  Play,
  Shuffle,
  SquareX,
} from '@lucide/vue'
import type { UiMenuItem } from '#renderer/ui/index.ts'
import type { ServiceAct } from './useServiceActs.ts'

const ICONS = {
  edit: Pencil,
  plan: Shuffle,
  addCharge: CirclePlus,
  pause: CirclePause,
  resume: CirclePlay,
  activate: Play,
  suspend: OctagonPause,
  unsuspend: Play,
  move: ArrowRightLeft,
  end: SquareX,
  archive: Archive,
  restore: ArchiveRestore,
} as const

/** One act as a line of a menu. */
export const actItem = (act: ServiceAct, label: string): UiMenuItem & { id: ServiceAct } => ({
  id: act,
  label,
  icon: ICONS[act],
  danger: act === 'end' || act === 'archive',
  separated: act === 'end',
})
