import { defineComponent, h, type PropType, type Slot } from 'vue'
import type { GridCell } from './grid-cells.ts'

interface GridRowProps {
  id: string
  /** Place in the list, from 0. */
  index: number
  /** Distance from the top of the rows, pixels. */
  top: number
  /** `undefined` while it is being fetched. */
  row: object | undefined
  cells: readonly GridCell[]
  hasBox: boolean
  hasActions: boolean
  isSelected: boolean
  isActive: boolean
  isCurrent: boolean
  more: string
  /** Of a row's box, for screen readers. */
  boxLabel: (index: number) => string
  /** The grid's own slots: `cell-<id>` and `actions`. */
  slots: Readonly<Record<string, Slot | undefined>>
}

const ROW =
  'group absolute inset-x-0 top-0 grid h-7 [contain:strict] border-b border-line bg-surface ' +
  'group-focus-visible/grid:data-active:after:pointer-events-none ' +
  'group-focus-visible/grid:data-active:after:absolute group-focus-visible/grid:data-active:after:inset-0 ' +
  'group-focus-visible/grid:data-active:after:z-2 group-focus-visible/grid:data-active:after:border-2 ' +
  'group-focus-visible/grid:data-active:after:border-focus hover:bg-hover data-active:bg-hover ' +
  'data-current:bg-accent-soft data-selected:bg-accent-soft'
const BOX_CELL = 'sticky left-0 z-1 flex items-center justify-center bg-inherit'
const ACTIONS_CELL = 'right-edge sticky right-0 z-1 col-[-2/-1] flex items-center justify-end bg-inherit pr-1'
/** Grows to the left over what lies there, when the row offers more. */
const ACTIONS = 'absolute inset-y-0 right-0 flex w-max items-center bg-inherit pr-1 pl-1'
const PLACEHOLDER = {
  class: 'placeholder block h-2.5 w-3/4 rounded-sm bg-line',
  'aria-hidden': 'true',
} as const

const mark = (on: boolean) => (on ? '' : undefined)

/**
 * One row of `UiGrid`. It is drawn again when what it shows changes and not when the grid is: what its cells read is
 * its own. Written without a template, since slots of a template put two more nodes around every cell.
 */
export const GridRow = defineComponent(
  (props: GridRowProps) => () => {
    const { row, index, slots } = props
    const line = row && { row, index }
    const cells = props.cells.map(({ id, class: face, style }) =>
      h(
        'div',
        { key: id, role: 'gridcell', 'data-column': id, class: face, style },
        line ? slots[`cell-${id}`]?.(line) : [h('span', PLACEHOLDER)],
      ),
    )
    const box = h('div', { key: ' box', role: 'gridcell', class: BOX_CELL }, [
      h('span', {
        role: 'checkbox',
        class: 'box',
        'aria-checked': props.isSelected,
        'aria-disabled': !row || undefined,
        'aria-label': props.boxLabel(index),
      }),
    ])
    const actions = h('div', { key: ' actions', role: 'gridcell', class: ACTIONS_CELL }, [
      h('div', { class: ACTIONS }, line && slots.actions?.(line)),
    ])
    return h(
      'div',
      {
        id: props.id,
        role: 'row',
        class: `${ROW} ${props.more}`,
        style: `transform: translateY(${props.top}px); grid-template-columns: var(--columns)`,
        'data-index': index,
        'aria-rowindex': index + 2,
        'aria-selected': props.hasBox ? props.isSelected : undefined,
        'data-active': mark(props.isActive),
        'data-selected': mark(props.isSelected),
        'data-current': mark(props.isCurrent),
      },
      [...(props.hasBox ? [box] : []), ...cells, ...(props.hasActions ? [actions] : [])],
    )
  },
  {
    name: 'GridRow',
    props: {
      id: { type: String, required: true },
      index: { type: Number, required: true },
      top: { type: Number, required: true },
      row: { type: Object, default: undefined },
      cells: { type: Array<GridCell>, required: true },
      hasBox: { type: Boolean, required: true },
      hasActions: { type: Boolean, required: true },
      isSelected: { type: Boolean, required: true },
      isActive: { type: Boolean, required: true },
      isCurrent: { type: Boolean, required: true },
      more: { type: String, required: true },
      boxLabel: { type: Function as PropType<(index: number) => string>, required: true },
      slots: { type: Object as PropType<GridRowProps['slots']>, required: true },
    },
  },
)
