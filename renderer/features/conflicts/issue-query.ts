import type { LocationQuery } from 'vue-router'
import type { IssueFilter } from '#core/domain/issue/filter.ts'
import { ISSUE_KINDS } from '#core/domain/issue/schema.ts'

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 64 ? value : undefined

/** What the tray shows is in its address: Back, a reload and a link bring it again. */
export function filterFromAddress(query: LocationQuery): IssueFilter {
  const kind = ISSUE_KINDS.find((one) => one === query.kind)
  const personId = textOf(query.person)
  const officeId = textOf(query.office)
  const customerId = textOf(query.customer)
  return {
    ...(query.settled !== undefined && { settled: true }),
    ...(kind && { kind }),
    ...(personId && { personId }),
    ...(officeId && { officeId }),
    ...(customerId && { customerId }),
  }
}

export const addressOf = (filter: IssueFilter): Record<string, string> => ({
  ...(filter.settled && { settled: '' }),
  ...(filter.kind && { kind: filter.kind }),
  ...(filter.personId && { person: filter.personId }),
  ...(filter.officeId && { office: filter.officeId }),
  ...(filter.customerId && { customer: filter.customerId }),
})

export const isNarrowed = ({ settled: _settled, ...rest }: IssueFilter): boolean =>
  Object.values(rest).some((value) => value !== undefined)
