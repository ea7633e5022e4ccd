import { Type } from 'typebox'
import { fold } from '../../lib/fold.ts'
import { err, ok, type Result } from '../../lib/result.ts'
import { isCatalogKind, type CatalogRecordOf } from '../catalog/schema.ts'
import { hasErrors, tidyLine, tidyName } from '../changes.ts'
import { defineCommand, type CommandContext, type FieldIssue, type Refusal } from '../command.ts'
import { createIssueList, isBlank } from '../field-rules.ts'
import { anyText, closed } from '../input-kit.ts'
import { id, oneOf } from '../schema-kit.ts'
import { readOne } from '../typed-reader.ts'
import { checkAttributes } from './attribute-rules.ts'
import { changeCustomersInUse } from './bulk.ts'
import type { CustomerIssueCode } from './rules.ts'
import { ATTRIBUTE_KINDS, type CustomerAttribute } from './schema.ts'
import { targetFields } from './target.ts'

/** As many attributes as a customer can carry. */
const MAX_ATTRIBUTES = 200

/** Sets one attribute of many customers, or takes it away when the value is left out. */
export const setCustomerAttribute = defineCommand({
  name: 'customer.setAttribute',
  input: closed({
    ...targetFields,
    /** An attribute of the catalogue; or the name and kind of a free one. */
    definitionId: Type.Optional(id()),
    name: Type.Optional(anyText()),
    kind: Type.Optional(oneOf(ATTRIBUTE_KINDS)),
    value: Type.Optional(anyText()),
  }),
  undo: 'inverse',
  bulk: true,
  run({ definitionId, name = '', kind = 'text', value, ...input }, context) {
    const found = definitionId === undefined ? ok(undefined) : definitionOf(definitionId, context)
    if (!found.ok) return found
    const definition = found.value
    const wanted: Wanted = {
      ...(definition && { definitionId: definition.id }),
      name: definition?.data.name ?? tidyName(name) ?? '',
      kind: definition?.data.valueKind ?? kind,
      value: tidyLine(value) ?? '',
    }
    const isClearing = isBlank(value)
    const refusal = isClearing ? clearingRefusal(definition) : settingRefusal(wanted, definition)
    if (refusal) return err(refusal)
    return changeCustomersInUse(input, context, (customer) => {
      const held = customer.attributes.find((attribute) => isSame(attribute, wanted))
      if (isClearing) {
        if (!held) return ok(customer)
        return ok({ ...customer, attributes: customer.attributes.filter((other) => other !== held) })
      }
      if (held?.value === wanted.value && held.kind === wanted.kind) return ok(customer)
      if (!held && customer.attributes.length >= MAX_ATTRIBUTES)
        return err({ code: 'customer.tooManyAttributes', details: { max: MAX_ATTRIBUTES } })
      const attribute = {
        ...wanted,
        ...held,
        kind: wanted.kind,
        value: wanted.value,
        id: held?.id ?? context.newId(),
      }
      const attributes = held
        ? customer.attributes.map((other) => (other === held ? attribute : other))
        : [...customer.attributes, attribute]
      return ok({ ...customer, attributes })
    })
  },
})

type Wanted = Omit<CustomerAttribute, 'id'>
type Definition = CatalogRecordOf<'attribute'>

function definitionOf(definitionId: string, context: CommandContext): Result<Definition, Refusal> {
  const record = readOne(context.read, 'catalog', definitionId)
  if (!record || record.archived || !isCatalogKind('attribute', record))
    return err({ code: 'customer.attributeNotFound' })
  return (record.data.appliesTo?.includes('customers') ?? true)
    ? ok(record)
    : err({ code: 'customer.attributeNotFound' })
}

/** A free attribute is the same by its name, whatever its case and accents. */
const isSame = (held: CustomerAttribute, wanted: Wanted): boolean =>
  wanted.definitionId === undefined
    ? held.definitionId === undefined && fold(held.name) === fold(wanted.name)
    : held.definitionId === wanted.definitionId

const clearingRefusal = (definition: Definition | undefined): Refusal | undefined =>
  definition?.data.required ? { code: 'customer.attributeRequired' } : undefined

function settingRefusal(wanted: Wanted, definition: Definition | undefined): Refusal | undefined {
  if (definition?.data.unique) return { code: 'customer.attributeUnique' }
  const issues = createIssueList<CustomerIssueCode>()
  checkAttributes([{ ...wanted, id: 'value' }], undefined, issues)
  const fields: FieldIssue[] = issues.issues
  return hasErrors(fields) ? { code: 'customer.attributeInvalid', fields } : undefined
}
