import { fold } from '../../lib/fold.ts'
import { isCatalogKind, type CatalogRecord, type CatalogRecordOf } from '../catalog/schema.ts'
import type { CommandReader } from '../command.ts'
import { isBlank } from '../field-rules.ts'
import { readOne, readWhere } from '../typed-reader.ts'
import type { Customer, CustomerAttribute } from './schema.ts'

/** The value of a defined attribute in the one form that all ways of writing it share. */
export interface AttributeValue {
  definitionId: string
  key: string
}

/** Equal for values that people take for the same: case and accents do not count, `007.50` is the number `7.5`. */
export function attributeValueOf({
  definitionId,
  kind,
  value,
}: Pick<CustomerAttribute, 'definitionId' | 'kind' | 'value'>): AttributeValue | undefined {
  if (definitionId === undefined || isBlank(value)) return undefined
  return { definitionId, key: kind === 'number' ? plainNumber(value) : fold(value) }
}

/** Digits without zeros that say nothing; other text folded. Not by `Number`, which rounds long ones to the same. */
function plainNumber(value: string): string {
  const [, sign = '', whole, fraction = ''] = /^\s*(-?)0*(\d+?)(?:\.(\d*?)0*)?\s*$/.exec(value) ?? []
  if (whole === undefined) return fold(value)
  const digits = fraction === '' ? whole : `${whole}.${fraction}`
  return digits === '0' ? digits : sign + digits
}

/** The customer that holds a value already. */
export type ValueHolder = Pick<Customer, 'id' | 'number' | 'name' | 'archived'>

/** Finds who else holds a value: a customer in use before an archived one. */
export type FindHolder = (value: AttributeValue, exceptId: string | undefined) => ValueHolder | undefined

export const holderIn =
  (read: CommandReader): FindHolder =>
  (value, exceptId) => {
    const id = read.customerWithValue(value, exceptId)
    return id === undefined ? undefined : readOne(read, 'customers', id)
  }

export const isUniqueAttribute = (
  record: CatalogRecord | undefined,
): record is CatalogRecordOf<'attribute'> =>
  record !== undefined && isCatalogKind('attribute', record) && record.data.unique

/** Definitions whose values no two customers may share; archived ones too, since they may come back. */
export const uniqueDefinitions = (read: CommandReader): ReadonlySet<string> =>
  new Set(
    readWhere(read, 'catalog', { kind: 'attribute' })
      .filter(isUniqueAttribute)
      .map(({ id }) => id),
  )

/** Which attributes hold a value that must be unique and is somebody else's, by element id. Free ones never do. */
export function takenValues(
  attributes: readonly CustomerAttribute[],
  unique: ReadonlySet<string>,
  customerId: string | undefined,
  find: FindHolder,
): Map<string, ValueHolder> {
  const taken = new Map<string, ValueHolder>()
  for (const attribute of attributes) {
    const value = attributeValueOf(attribute)
    const holder = value && unique.has(value.definitionId) ? find(value, customerId) : undefined
    if (holder) taken.set(attribute.id, holder)
  }
  return taken
}
