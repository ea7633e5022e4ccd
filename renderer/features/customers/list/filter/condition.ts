import {
  CUSTOMER_FIGURES,
  type CustomerFacet,
  type CustomerFigure,
} from '#core/domain/customer/list-columns.ts'
import { DAY_FIELDS, type DayField } from './day-range.ts'
import { tidy, type ListFilter } from './list-filter.ts'

/** Members of the filter that hold one value of several. */
export const OPTION_FIELDS = [
  'statusIds',
  'types',
  'officeIds',
  'cities',
  'states',
  'countries',
  'currencies',
] as const satisfies readonly (keyof ListFilter & CustomerFacet)[]
export type OptionField = (typeof OPTION_FIELDS)[number]

/** Members that hold a set: any of, all of, none of. */
export const SET_FIELDS = ['tags', 'products'] as const
export type SetField = (typeof SET_FIELDS)[number]

/** One thing that the list can be narrowed by: one chip of the bar, one line of the menu. */
export type Condition =
  | { kind: 'options'; field: OptionField }
  | { kind: 'set'; field: SetField }
  | { kind: 'figure'; figure: CustomerFigure }
  | { kind: 'days'; field: DayField }
  | { kind: 'facts' }
  /** `index` among the filter's attributes; one past the last is a new one. */
  | { kind: 'attribute'; index: number }
  | { kind: 'archived' }

/** A name for a condition that stays the same while it is edited. */
export function conditionKey(condition: Condition): string {
  switch (condition.kind) {
    case 'options':
    case 'set':
      return condition.field
    case 'days':
      return `days.${condition.field}`
    case 'figure':
      return `figure.${condition.figure}`
    case 'attribute':
      return `attribute.${condition.index}`
    case 'facts':
    case 'archived':
      return condition.kind
  }
}

const options = (field: OptionField): Condition => ({ kind: 'options', field })
const figure = (name: CustomerFigure): Condition => ({ kind: 'figure', figure: name })

/** Every condition in the order of the menu, what offices ask for most first. */
export const allConditions = (filter: ListFilter): Condition[] => [
  options('statusIds'),
  { kind: 'set', field: 'tags' },
  options('types'),
  figure('balance'),
  { kind: 'days', field: 'oldestDue' },
  figure('monthly'),
  { kind: 'set', field: 'products' },
  options('officeIds'),
  options('cities'),
  options('states'),
  options('countries'),
  { kind: 'attribute', index: filter.attributes?.length ?? 0 },
  { kind: 'facts' },
  { kind: 'days', field: 'createdAt' },
  { kind: 'days', field: 'changedAt' },
  ...CUSTOMER_FIGURES.filter((name) => name !== 'balance' && name !== 'monthly').map(figure),
  options('currencies'),
  { kind: 'archived' },
]

/** The conditions that narrow the list now, in the order of the menu; each attribute is one. */
export function activeConditions(filter: ListFilter): Condition[] {
  const attributes = (filter.attributes ?? []).map((_, index): Condition => ({ kind: 'attribute', index }))
  return [
    ...allConditions(filter).filter((condition) => condition.kind !== 'attribute'),
    ...attributes,
  ].filter((condition) => isActive(filter, condition))
}

function isActive(filter: ListFilter, condition: Condition): boolean {
  switch (condition.kind) {
    case 'options':
      return filter[condition.field] !== undefined
    case 'set':
      return filter[condition.field] !== undefined
    case 'figure':
      return filter.figures?.[condition.figure] !== undefined
    case 'days':
      return filter.days?.[condition.field] !== undefined
    case 'facts':
      return filter.has !== undefined || filter.lacks !== undefined
    case 'attribute':
      return filter.attributes?.[condition.index] !== undefined
    case 'archived':
      return filter.archived !== undefined && filter.archived !== 'without'
  }
}

/** The filter without one condition. */
export function withoutCondition(filter: ListFilter, condition: Condition): ListFilter {
  switch (condition.kind) {
    case 'options':
    case 'set':
      return tidy({ ...filter, [condition.field]: undefined })
    case 'figure':
      return tidy({ ...filter, figures: { ...filter.figures, [condition.figure]: undefined } })
    case 'days':
      return tidy({ ...filter, days: { ...filter.days, [condition.field]: undefined } })
    case 'facts':
      return tidy({ ...filter, has: undefined, lacks: undefined })
    case 'attribute':
      return tidy({ ...filter, attributes: filter.attributes?.filter((_, at) => at !== condition.index) })
    case 'archived':
      return tidy({ ...filter, archived: undefined })
  }
}

export const isDayField = (field: string): field is DayField => DAY_FIELDS.some((known) => known === field)
