import type { CustomerAttribute } from '#core/domain/customer/index.ts'
import type { BulkTarget } from '../selection/selection.ts'

/** What can be done with many customers at once. */
export const BULK_ACTIONS = ['status', 'tags', 'attribute', 'office', 'archive', 'restore'] as const
export type BulkAction = (typeof BULK_ACTIONS)[number]

/** What each of them runs. */
export const BULK_COMMANDS: Readonly<Record<BulkAction, string>> = {
  status: 'customer.setStatus',
  tags: 'customer.tag',
  attribute: 'customer.setAttribute',
  office: 'customer.setOffice',
  archive: 'customer.archive',
  restore: 'customer.restore',
}

/** What a person fills in before it can be done. */
export interface BulkForm {
  statusId: string | undefined
  /** Also suspends or resumes services, as the status asks. */
  services: boolean
  add: readonly string[]
  remove: readonly string[]
  /** An attribute of the catalogue by id. */
  definitionId: string | undefined
  kind: CustomerAttribute['kind']
  value: string
  isClearing: boolean
  officeId: string | undefined
}

export const emptyBulkForm = (): BulkForm => ({
  statusId: undefined,
  services: false,
  add: [],
  remove: [],
  definitionId: undefined,
  kind: 'text',
  value: '',
  isClearing: false,
  officeId: undefined,
})

export interface BulkCommand {
  name: string
  target: BulkTarget
  /** What the command takes beside whom it is for. */
  fields: Readonly<Record<string, unknown>>
}

/** The command of an action; undefined while something has to be filled in. */
export function bulkCommand(action: BulkAction, form: BulkForm, target: BulkTarget): BulkCommand | undefined {
  switch (action) {
    case 'status': {
      const { statusId, services } = form
      return statusId === undefined
        ? undefined
        : { name: 'customer.setStatus', target, fields: { statusId, services } }
    }
    case 'tags': {
      const add = [...form.add]
      const remove = form.remove.filter((id) => !add.includes(id))
      return add.length + remove.length === 0
        ? undefined
        : { name: 'customer.tag', target, fields: { add, remove } }
    }
    case 'attribute': {
      const { definitionId, value, isClearing } = form
      if (definitionId === undefined || (value.trim() === '' && !isClearing)) return undefined
      const fields = { definitionId, ...(!isClearing && { value }) }
      return { name: 'customer.setAttribute', target, fields }
    }
    case 'office': {
      const { officeId } = form
      return officeId === undefined ? undefined : { name: 'customer.setOffice', target, fields: { officeId } }
    }
    case 'archive':
      return { name: 'customer.archive', target, fields: {} }
    case 'restore':
      return { name: 'customer.restore', target, fields: {} }
  }
}

export const previewInput = ({ target, fields }: BulkCommand): object => ({ ...target, ...fields })

/**
 * The input of a command as it is carried out on what a preview has shown: on as many customers, and on all of them or
 * nobody; whoever was shown as refused is left as it is.
 */
export function confirmedInput(
  { target, fields }: BulkCommand,
  shown: { concerned: number; refused: number },
): object {
  const whom = 'where' in target ? { where: { ...target.where, expected: shown.concerned } } : target
  return { ...whom, ...fields, whenRefused: shown.refused > 0 ? 'skip' : 'stop' }
}
