import type { CatalogRecordOf } from '../catalog/schema.ts'
import { checkFreeText, checkVisible, isBlank } from '../field-rules.ts'
import { fold } from '../../lib/fold.ts'
import { isPlainDate } from '../values/plain-date.ts'
import type { CustomerIssueCode, CustomerIssueList } from './rules.ts'
import type { CustomerAttribute } from './schema.ts'

/** Limits of `attributeSchema`. */
const MAX_NAME = 80
const MAX_VALUE = 2000

/** Absolute web and mail addresses; anything that could run a program (`javascript:`) is no link. */
const LINK = /^(https?:\/\/[^\s/]+(\/\S*)?|mailto:\S+@\S+|tel:\+?[\d -]+)$/i

/** How a value must be written, by the attribute's kind; `undefined` means any text. */
const misfit: Record<CustomerAttribute['kind'], (value: string) => CustomerIssueCode | undefined> = {
  text: () => undefined,
  number: (value) => (/^-?\d{1,300}(\.\d{1,300})?$/.test(value) ? undefined : 'customer.attributeNotNumber'),
  date: (value) => (isPlainDate(value) ? undefined : 'customer.attributeNotDate'),
  boolean: (value) => (value === 'true' || value === 'false' ? undefined : 'customer.attributeNotBoolean'),
  url: (value) => (LINK.test(value) ? undefined : 'customer.attributeNotUrl'),
}

/** Typed keys and values: names once, values of their kind, required definitions present. */
export function checkAttributes(
  attributes: readonly CustomerAttribute[],
  definitions: readonly CatalogRecordOf<'attribute'>[] | undefined,
  list: CustomerIssueList,
) {
  const names = new Set<string>()
  for (const attribute of attributes) {
    const path = `attributes/${attribute.id}`
    if (isBlank(attribute.name)) list.error(`${path}/name`, 'customer.attributeNameMissing')
    if (attribute.name.length > MAX_NAME)
      list.error(`${path}/name`, 'customer.textTooLong', { max: MAX_NAME })
    checkVisible(`${path}/name`, attribute.name, 'customer.invisibleText', list)
    checkVisible(`${path}/value`, attribute.value, 'customer.invisibleText', list)
    const key = fold(attribute.name)
    if (key && names.has(key)) list.error(`${path}/name`, 'customer.attributeTwice', { name: attribute.name })
    names.add(key)
    if (attribute.value.length > MAX_VALUE) {
      list.error(`${path}/value`, 'customer.textTooLong', { max: MAX_VALUE })
    }
    const code = isBlank(attribute.value) ? undefined : misfit[attribute.kind](attribute.value)
    if (code) list.error(`${path}/value`, code)
    checkFreeText(`${path}/value`, attribute.value, 'customer.cardNumberInText', list)
  }
  for (const definition of definitions ?? []) {
    if (!definition.data.required || definition.archived) continue
    const held = attributes.find((attribute) => attribute.definitionId === definition.id)
    if (!held || isBlank(held.value)) {
      list.error('attributes', 'customer.attributeMissing', { name: definition.data.name })
    }
  }
}
