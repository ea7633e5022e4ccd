import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, EyeOff, MoveHorizontal, RotateCcw } from '@lucide/vue'
import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { UiGridAnchor, UiMenuItem } from '#renderer/ui/index.ts'
import type { ListSort } from '../list-query.ts'
import { columnOf, FIXED_COLUMNS } from './list-columns.ts'
import { steppedColumn, widthsOf, withoutColumn, withWidth, type Layout } from './layout.ts'

interface ColumnMenuOptions {
  layout: () => Layout
  setLayout: (layout: Layout) => void
  setSort: (sort: ListSort) => void
  fit: (id: string) => void
}

/** The one menu that all heads share: sort, move, fit, hide. */
export function useColumnMenu({ layout, setLayout, setSort, fit }: ColumnMenuOptions) {
  const { t } = useI18n()
  const columnId = shallowRef('')
  const anchor = shallowRef<UiGridAnchor>()
  const isOpen = ref(false)

  const items = computed((): UiMenuItem[] => {
    const column = columnOf(columnId.value)
    if (!column) return []
    const isFixed = FIXED_COLUMNS.includes(column)
    const canStep = (by: -1 | 1) => steppedColumn(layout(), column.id, by) !== layout()
    const sorting: UiMenuItem[] = column.sort
      ? [
          { id: 'asc', label: t('list.column.ascending'), icon: ArrowUp },
          { id: 'desc', label: t('list.column.descending'), icon: ArrowDown },
        ]
      : []
    const moving: UiMenuItem[] = isFixed
      ? []
      : [
          {
            id: 'left',
            label: t('list.column.left'),
            icon: ArrowLeft,
            disabled: !canStep(-1),
            separated: true,
          },
          { id: 'right', label: t('list.column.right'), icon: ArrowRight, disabled: !canStep(1) },
        ]
    return [
      ...sorting,
      ...moving,
      { id: 'fit', label: t('list.column.fit'), icon: MoveHorizontal, separated: true },
      {
        id: 'width',
        label: t('list.column.ownWidth'),
        icon: RotateCcw,
        disabled: widthsOf(layout())[column.id] === undefined,
      },
      ...(isFixed ? [] : [{ id: 'hide', label: t('list.column.hide'), icon: EyeOff, separated: true }]),
    ]
  })

  function choose(id: string) {
    const column = columnOf(columnId.value)
    if (!column) return
    if ((id === 'asc' || id === 'desc') && column.sort) setSort({ field: column.sort, direction: id })
    else if (id === 'left') setLayout(steppedColumn(layout(), column.id, -1))
    else if (id === 'right') setLayout(steppedColumn(layout(), column.id, 1))
    else if (id === 'fit') fit(column.id)
    else if (id === 'width') setLayout(withWidth(layout(), column.id, undefined))
    else if (id === 'hide') setLayout(withoutColumn(layout(), column.id))
  }

  return {
    anchor,
    isOpen,
    items,
    choose,
    show: (id: string, at: UiGridAnchor) => {
      columnId.value = id
      anchor.value = at
      isOpen.value = true
    },
  }
}
