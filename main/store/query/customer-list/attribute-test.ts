import type { CustomerAttributeCondition } from '#core/domain/customer/filter.ts'
import { ATTRIBUTE_KINDS } from '#core/domain/customer/schema.ts'
import { isPlainDate } from '#core/domain/values/plain-date.ts'
import { fold } from '#core/lib/fold.ts'
import { attributeNumber } from '../../projectors/customer-attributes.ts'

interface Ends<T> {
  min?: T
  max?: T
}

/** What a condition asks of one attribute, in the form in which `r_customer_attribute` holds its value. */
export interface AttributeTest {
  /** Asked is that the customer has no such attribute. */
  isNegated: boolean
  /** One of these texts, or one of these numbers. */
  equals?: { texts: string[]; numbers: number[] }
  numbers?: Ends<number>
  dates?: Ends<string>
  /** Place of `date` in ATTRIBUTE_KINDS. */
  dateKind: number
  /** The ends are no range of numbers or dates: nothing fits. */
  isImpossible: boolean
}

export function attributeTest({ has, equals, min, max }: CustomerAttributeCondition): AttributeTest {
  const test: AttributeTest = {
    isNegated: has === false,
    dateKind: ATTRIBUTE_KINDS.indexOf('date'),
    isImpossible: false,
  }
  if (test.isNegated) return test
  if (equals)
    test.equals = {
      texts: equals.map(fold),
      numbers: equals.flatMap((value) => attributeNumber(value) ?? []),
    }
  const ends = [min, max].filter((end) => end !== undefined)
  if (ends.length === 0) return test
  if (ends.every(isPlainDate)) test.dates = endsOf(min, max)
  else if (ends.every((end) => attributeNumber(end) !== undefined))
    test.numbers = endsOf(
      min === undefined ? min : attributeNumber(min),
      max === undefined ? max : attributeNumber(max),
    )
  else test.isImpossible = true
  return test
}

const endsOf = <T>(min: T | undefined, max: T | undefined): Ends<T> => ({
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
})
