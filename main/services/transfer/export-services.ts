import type { MethodInput } from '#core/contract/host-contract.ts'
import { exportCell } from '#core/domain/export-columns.ts'
import { standingOn } from '#core/domain/service/standing.ts'
import { minorToDecimal } from '#core/domain/values/money.ts'
import { matchingServices } from '../../store/query/services/service-list.ts'
import { keptDay, readServices, type NamedService } from '../../store/query/services/service-rows.ts'
import type { Statements } from '../../store/query/statements.ts'
import type { OutCell } from './cells.ts'
import { catalogNames } from './export-names.ts'
import { createExportWords, type ExportWords } from './export-words.ts'

type ExportInput = MethodInput<'exports', 'make'>

/** Services read at a time. */
const BATCH = 500

/** The rows of an export of services in order, and how many there are. Reads within the caller's snapshot. */
export function exportServices(
  statements: Statements,
  { ids, services, columns, ...wording }: ExportInput,
): { records: number; batches: Iterable<OutCell[][]> } {
  const { filter, sort } = services ?? { filter: {}, sort: { field: 'name', direction: 'asc' } as const }
  const numbers = matchingServices(statements, filter, sort, ids)
  const today = keptDay(statements)
  const words = createExportWords(catalogNames(statements, wording.language), wording)
  const keys = columns.map(({ key }) => key)
  function* batches(): Iterable<OutCell[][]> {
    for (let start = 0; start < numbers.length; start += BATCH)
      yield readServices(statements, numbers.slice(start, start + BATCH)).map((one) =>
        keys.map((key) =>
          exportCell('services', key) === undefined ? undefined : cellOf(key, one, today, words),
        ),
      )
  }
  return { records: numbers.length, batches: batches() }
}

function cellOf(
  key: string,
  { service, customerName, siteName, town, officeId, monthly }: NamedService,
  today: string,
  { name, word, day }: ExportWords,
): OutCell {
  switch (key) {
    case 'type':
      return word(`type.${service.type}`)
    case 'status':
      return word(`status.${standingOn(service, today).status}`)
    case 'statusSince':
      return standingOn(service, today).statusSince
    case 'customerName':
      return customerName
    case 'site':
      return siteName
    case 'town':
      return town
    case 'office':
      return officeId === undefined ? undefined : name(officeId)
    case 'product':
      return service.productId === undefined ? undefined : name(service.productId)
    case 'monthly':
      return Number(minorToDecimal(monthly, service.currency))
    case 'identifiers':
      return service.identifiers.map(({ value }) => value).join('; ')
    case 'contractFrom':
      return service.contract?.from
    case 'contractMonths':
      return service.contract?.months
    case 'exitFee':
      return service.contract?.exitFee === undefined ? undefined : Number(service.contract.exitFee)
    case 'autoRenew':
      return word(service.autoRenew ? 'yes' : 'no')
    case 'attributes':
      return service.attributes.map((attribute) => `${attribute.name}: ${attribute.value}`).join('; ')
    case 'createdAt':
      return day(service.createdAt)
    case 'archivedAt':
      return day(service.archived?.at)
    case 'name':
    case 'currency':
    case 'activeFrom':
    case 'endedOn':
    case 'notes':
      return service[key]
    default:
      return undefined
  }
}
