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
  /** Under the pointer or the one that keys act on: may offer more. */
  isHot: boolean
  isCurrent: boolean
  more: string
  /** Of a row's box, for screen readers. */
  boxLabel: (index: number) => string
  /** The grid's own slots: `cell-<id>` and `actions`. */
  slots: Readonly<Record<string, Slot | undefined>>
}

const ROW =
  'group absolute inset-x-0 grid h-7 [contain:strict] border-b border-line bg-surface ' +
  'group-focus-visible/grid:data-active:after:pointer-events-none ' +
  'group-focus-visible/grid:data-active:after:absolute group-focus-visible/grid:data-active:after:inset-0 ' +
  'group-focus-visible/grid:data-active:after:z-2 group-focus-visible/grid:data-active:after:border-2 ' +
  'group-focus-visible/grid:data-active:after:border-focus hover:bg-hover data-active:bg-hover ' +
  'data-current:bg-accent-soft data-selected:bg-accent-soft'
const BOX_CELL = 'pinned left-0 grid place-items-center'
/** Grows to the left over what lies there, when the row offers more. */
const ACTIONS = 'absolute inset-y-0 right-0 flex w-max items-center bg-inherit pr-1 pl-1'

const mark = (on: boolean) => (on ? '' : undefined)

/**
 * One row of `UiGrid`. It is drawn again when what it shows changes and not when the grid is: what its cells read is
 * its own. Written without a template, since slots of a template put two more nodes around every cell.
 */
export const GridRow = defineComponent(
  (props: GridRowProps) => {
    /** What the elements hold while the row of this place is being fetched. */
    let held: object | undefined
    return () => {
      const { index, slots } = props
      held = props.row ?? held
      const line = held && { row: held, index, isHot: props.isHot }
      const cells = props.cells.map(({ id, class: face, style }) =>
        h(
          'div',
          { key: id, role: 'gridcell', 'data-column': id, class: face, style },
          line && slots[`cell-${id}`]?.(line),
        ),
      )
      const box = h('div', { key: ' box', role: 'gridcell', class: BOX_CELL }, [
        h('span', {
          role: 'checkbox',
          class: 'box',
          'aria-checked': props.isSelected,
          'aria-disabled': !props.row || undefined,
          'aria-label': props.boxLabel(index),
        }),
      ])
      const actions = h('div', { key: ' actions', role: 'gridcell', class: 'grid-row-actions right-edge' }, [
        h('div', { class: ACTIONS }, line && slots.actions?.(line)),
      ])
      return h(
        'div',
        {
          id: props.id,
          role: 'row',
          class: `${ROW} ${props.more}`,
          style: `top: ${props.top}px; grid-template-columns: var(--columns)`,
          'data-index': index,
          'aria-rowindex': index + 2,
          'aria-busy': !props.row || undefined,
          'aria-selected': props.hasBox ? props.isSelected : undefined,
          'data-active': mark(props.isActive),
          'data-selected': mark(props.isSelected),
          'data-current': mark(props.isCurrent),
        },
        [...(props.hasBox ? [box] : []), ...cells, ...(props.hasActions ? [actions] : [])],
      )
    }
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
      isHot: { type: Boolean, required: true },
      isCurrent: { type: Boolean, required: true },
      more: { type: String, required: true },
      boxLabel: { type: Function as PropType<(index: number) => string>, required: true },
      slots: { type: Object as PropType<GridRowProps['slots']>, required: true },
    },
  },
)
