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
  RotateCcw,
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
  keep: RotateCcw,
  archive: Archive,
  restore: ArchiveRestore,
} as const

/** The command of each act. */
const NEEDS: Readonly<Record<ServiceAct, string>> = {
  edit: 'service.update',
  plan: 'service.changePlan',
  addCharge: 'service.addCharge',
  pause: 'service.pause',
  resume: 'service.resume',
  activate: 'service.setStatus',
  suspend: 'service.setStatus',
  unsuspend: 'service.setStatus',
  move: 'service.move',
  end: 'service.end',
  keep: 'service.keep',
  archive: 'service.archive',
  restore: 'service.restore',
}

/** One act as a line of a menu. */
export const actItem = (act: ServiceAct, label: string): UiMenuItem & { id: ServiceAct } => ({
  id: act,
  label,
  icon: ICONS[act],
  danger: act === 'end' || act === 'archive',
  separated: act === 'end',
  needs: NEEDS[act],
})
