import type { FieldIssue } from '../command.ts'
import { checkFreeText, checkTextLengths, createIssueList, isBlank, type IssueList } from '../field-rules.ts'
import { isCanonicalBlock, parseIpBlock } from '../values/ip.ts'
import { readMac } from '../values/mac.ts'
import { INVENTORY_KINDS, type InventoryItem } from './schema.ts'

/** Every code that `checkItem` can raise; the locales hold a text for each under `issue`. */
export const INVENTORY_ISSUE_CODES = [
  'inventory.kindMissing',
  'inventory.serialMissing',
  'inventory.serialTaken',
  'inventory.textTooLong',
  'inventory.blockForm',
  'inventory.blockHostBits',
  'inventory.blockOverlaps',
  'inventory.numberForm',
  'inventory.macForm',
  'inventory.cardNumberInText',
] as const
export type InventoryIssueCode = (typeof INVENTORY_ISSUE_CODES)[number]

/** What a form holds of an item. */
export type InventoryDraft = Partial<
  Pick<InventoryItem, 'kind' | 'serial' | 'model' | 'mac' | 'attributes' | 'notes'>
>

/** What the rules need to know beside the draft. Absent members leave the rule that needs them out. */
export interface InventorySurroundings {
  /** The item in use that has the same serial. */
  sameSerial?: Pick<InventoryItem, 'id' | 'serial'>
  /** A block in use that shares addresses with this one. */
  overlapping?: string
}

/** Limits of `inventoryItemSchema`. */
const TEXT_LIMITS = { serial: 120, model: 120, mac: 40, notes: 20_000 }

/** Checks an item as typed so far; the rules are those of domain.md §2. */
export function checkItem(draft: InventoryDraft, around: InventorySurroundings = {}): FieldIssue[] {
  const list = createIssueList<InventoryIssueCode>()
  if (!draft.kind || !INVENTORY_KINDS.includes(draft.kind)) list.error('kind', 'inventory.kindMissing')
  if (isBlank(draft.serial)) list.error('serial', 'inventory.serialMissing')
  else checkSerial(draft, draft.serial ?? '', around, list)
  checkTextLengths(draft, TEXT_LIMITS, 'inventory.textTooLong', list)
  if (!isBlank(draft.mac) && readMac(draft.mac ?? '') === undefined) list.error('mac', 'inventory.macForm')
  checkFreeText('notes', draft.notes, 'inventory.cardNumberInText', list)
  return list.issues
}

function checkSerial(
  { kind }: InventoryDraft,
  serial: string,
  around: InventorySurroundings,
  list: IssueList<InventoryIssueCode>,
) {
  if (around.sameSerial) list.error('serial', 'inventory.serialTaken', { name: around.sameSerial.serial })
  if (kind === 'ipBlock') {
    if (!parseIpBlock(serial).ok) list.error('serial', 'inventory.blockForm')
    else if (!isCanonicalBlock(serial)) list.warn('serial', 'inventory.blockHostBits')
    if (around.overlapping !== undefined)
      list.warn('serial', 'inventory.blockOverlaps', { name: around.overlapping })
  }
  if (kind === 'phoneNumber' && !/^\+\d{4,15}$/.test(serial)) list.warn('serial', 'inventory.numberForm')
}
