import { mount, type VueWrapper } from '@vue/test-utils'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { h, nextTick, ref, shallowRef, type VNode } from 'vue'
import { setLocale, texts } from '#renderer/locales/index.ts'
import { UiGrid, type UiGridRange, type UiGridSort } from '#renderer/ui/index.ts'

interface Row {
  id: string
  name: string
}

const COUNT = 10_000
const HEIGHT = 600

/** happy-dom lays nothing out: the grid is told how tall it is. */
let restore: () => void
beforeAll(() => {
  const height = vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(HEIGHT)
  const width = vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(800)
  const client = vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT)
  restore = () => [height, width, client].forEach((spy) => spy.mockRestore())
})
afterAll(() => restore())
beforeEach(() => setLocale('es'))

/** Rows from `missingFrom` on have not been fetched. */
async function mountGrid(
  more: Record<string, unknown> = {},
  missingFrom = COUNT,
  nameCell: (slot: { row: Row }) => VNode = ({ row }) => h('span', row.name),
) {
  const grid = mount(UiGrid, {
    attachTo: document.body,
    global: { plugins: [texts] },
    props: {
      columns: [
        { id: 'id', label: 'Número', width: 100, sortable: true },
        { id: 'name', label: 'Nombre', width: 200, grow: true, sortable: true },
      ],
      count: COUNT,
      rowAt: (index: number): Row | undefined =>
        index < missingFrom ? { id: `r${index}`, name: `Fila ${index}` } : undefined,
      rowKey: (row: object) => (row as Row).id,
      label: 'Clientes',
      sort: { id: 'name', direction: 'asc' },
      isSelected: () => false,
      ...more,
    },
    slots: { 'cell-name': nameCell },
  })
  // The rows come once the grid knows its height.
  await nextTick()
  return grid
}

const press = (grid: VueWrapper, key: string, more: KeyboardEventInit = {}) =>
  grid.find('[role=grid]').trigger('keydown', { key, ...more })

const lastOf = <T>(grid: VueWrapper, event: string): T => grid.emitted(event)?.at(-1)?.[0] as T

const activeRow = (grid: VueWrapper) => {
  const id = grid.find('[role=grid]').attributes('aria-activedescendant')
  return grid.find(`[id="${id}"]`).attributes('aria-rowindex')
}

describe('a list of many rows', () => {
  it('draws only the rows in sight and tells how many there are', async () => {
    const grid = await mountGrid()
    const drawn = grid.findAll('[role=row]').length
    expect(drawn).toBeGreaterThan(HEIGHT / 28)
    expect(drawn).toBeLessThan(60)
    expect(grid.find('[role=grid]').attributes('aria-rowcount')).toBe(String(COUNT + 1))
    expect(grid.text()).toContain('Fila 0')
    grid.unmount()
  })

  it('asks for the rows in sight', async () => {
    const grid = await mountGrid()
    const range = lastOf<UiGridRange>(grid, 'rangeNeeded')
    expect(range.start).toBe(0)
    expect(range.end).toBeGreaterThan(20)
    grid.unmount()
  })

  it('marks rows that are not there yet as busy, and does not open them', async () => {
    const grid = await mountGrid({}, 0)
    expect(grid.text()).not.toContain('Fila')
    expect(grid.findAll('[role=row]')[1]?.attributes('aria-busy')).toBe('true')
    await grid.find('[role=grid]').trigger('focus')
    await press(grid, 'Enter')
    expect(grid.emitted('open')).toBeUndefined()
    grid.unmount()
  })

  it('shows the empty slot instead of rows', () => {
    const grid = mount(UiGrid, {
      global: { plugins: [texts] },
      props: { columns: [], count: 0, rowAt: () => undefined, rowKey: () => '', label: 'Nada' },
      slots: { empty: () => 'Todavía no hay nada' },
    })
    expect(grid.text()).toBe('Todavía no hay nada')
    expect(grid.find('[role=grid]').text()).toBe('')
  })
})

describe('sorting', () => {
  it('says by which column and turns it round', async () => {
    const grid = await mountGrid()
    const [, number, name] = grid.findAll('[role=columnheader]')
    expect(name?.attributes('aria-sort')).toBe('ascending')
    expect(number?.attributes('aria-sort')).toBe('none')
    await name?.find('button').trigger('click')
    expect(lastOf<UiGridSort>(grid, 'sort')).toEqual({ id: 'name', direction: 'desc' })
    await number?.find('button').trigger('click')
    expect(lastOf<UiGridSort>(grid, 'sort')).toEqual({ id: 'id', direction: 'asc' })
    grid.unmount()
  })
})

describe('keys', () => {
  it('move the active row and stop at the ends', async () => {
    const grid = await mountGrid()
    await grid.find('[role=grid]').trigger('focus')
    expect(activeRow(grid)).toBe('2')
    await press(grid, 'ArrowUp')
    expect(activeRow(grid)).toBe('2')
    await press(grid, 'ArrowDown')
    await press(grid, 'ArrowDown')
    expect(activeRow(grid)).toBe('4')
    await press(grid, 'End')
    expect(lastOf<number>(grid, 'active')).toBe(COUNT - 1)
    await press(grid, 'ArrowDown')
    expect(lastOf<number>(grid, 'active')).toBe(COUNT - 1)
    await press(grid, 'Home')
    await press(grid, 'PageDown')
    expect(lastOf<number>(grid, 'active')).toBeGreaterThan(15)
    grid.unmount()
  })

  it('open with Enter', async () => {
    const grid = await mountGrid()
    await grid.find('[role=grid]').trigger('focus')
    await press(grid, 'ArrowDown')
    await press(grid, 'Enter')
    expect(grid.emitted('open')?.at(-1)).toEqual([{ id: 'r1', name: 'Fila 1' }, 1])
    grid.unmount()
  })

  it('inside a cell belong to what is there', async () => {
    const grid = await mountGrid()
    await grid.find('[role=columnheader] button').trigger('keydown', { key: 'Enter' })
    expect(grid.emitted('open')).toBeUndefined()
    grid.unmount()
  })
})

describe('selecting', () => {
  it('tells one row for Space, and the range from it for Shift', async () => {
    const grid = await mountGrid()
    await grid.find('[role=grid]').trigger('focus')
    await press(grid, 'ArrowDown')
    await press(grid, ' ')
    expect(lastOf<number>(grid, 'toggle')).toBe(1)
    await press(grid, 'ArrowDown', { shiftKey: true })
    await press(grid, 'ArrowDown', { shiftKey: true })
    expect(lastOf<UiGridRange>(grid, 'selectRange')).toEqual({ start: 1, end: 4 })
    await press(grid, 'Home', { shiftKey: true })
    expect(lastOf<UiGridRange>(grid, 'selectRange')).toEqual({ start: 0, end: 2 })
    grid.unmount()
  })

  it('shows what the owner says is chosen, also when that changes alone', async () => {
    const chosen = ref<readonly string[]>(['r1'])
    const grid = await mountGrid({ isSelected: (row: object) => chosen.value.includes((row as Row).id) })
    const marks = () =>
      grid.findAll('[role=gridcell] [role=checkbox]').map((box) => box.attributes('aria-checked'))
    expect(marks().slice(0, 3)).toEqual(['false', 'true', 'false'])
    chosen.value = ['r0', 'r2']
    await nextTick()
    expect(marks().slice(0, 3)).toEqual(['true', 'false', 'true'])
    const rows = grid.findAll('[role=row]').map((row) => row.attributes('aria-selected'))
    expect(rows.slice(1, 4)).toEqual(['true', 'false', 'true'])
    grid.unmount()
  })

  it('asks for all by the box in the header and by Ctrl+A', async () => {
    const grid = await mountGrid()
    await grid.find('[role=columnheader] [role=checkbox]').trigger('click')
    await press(grid, 'a', { ctrlKey: true })
    expect(grid.emitted('selectAll')).toEqual([[true], [true]])
    grid.unmount()
  })

  it('takes all back by the box when all are chosen', async () => {
    const grid = await mountGrid({ selection: 'all' })
    await grid.find('[role=columnheader] [role=checkbox]').trigger('click')
    expect(grid.emitted('selectAll')).toEqual([[false]])
    grid.unmount()
  })

  it('is not there without a selection', async () => {
    const grid = await mountGrid({ isSelected: undefined })
    expect(grid.find('[role=checkbox]').exists()).toBe(false)
    expect(grid.find('[role=row]').attributes('aria-selected')).toBeUndefined()
    await grid.find('[role=grid]').trigger('focus')
    await press(grid, ' ')
    expect(grid.emitted('toggle')).toBeUndefined()
    grid.unmount()
  })
})

describe('columns', () => {
  const headers = (grid: VueWrapper) => grid.findAll('[role=columnheader]')
  const tracks = (grid: VueWrapper) => grid.find('[role=grid]').attributes('style')

  it('are as wide as a key makes them, and tell the owner', async () => {
    const grid = await mountGrid({ arrangeable: true })
    await headers(grid)[1]?.find('button').trigger('keydown', { key: 'ArrowRight', shiftKey: true })
    // happy-dom says that every element is 800 pixels wide.
    expect(grid.emitted('resize')).toEqual([['id', 816]])
    expect(tracks(grid)).toContain('816px')
    grid.unmount()
  })

  it('keep the owner’s width once it has one', async () => {
    const grid: VueWrapper = await mountGrid({ arrangeable: true })
    await headers(grid)[1]?.find('button').trigger('keydown', { key: 'ArrowRight', shiftKey: true })
    await grid.setProps({ columns: [{ id: 'id', label: 'Número', width: 333, sortable: true }] })
    expect(tracks(grid)).toContain('333px')
    expect(tracks(grid)).not.toContain('816px')
    grid.unmount()
  })

  it('are moved by keys only where they can be arranged', async () => {
    const key = { key: 'ArrowRight', shiftKey: true, ctrlKey: true }
    const plain = await mountGrid()
    await headers(plain)[1]?.find('button').trigger('keydown', key)
    await headers(plain)[1]?.trigger('contextmenu')
    expect(plain.emitted('move')).toBeUndefined()
    expect(plain.emitted('columnMenu')).toBeUndefined()
    plain.unmount()
    const grid = await mountGrid({ arrangeable: true })
    await headers(grid)[1]?.find('button').trigger('keydown', key)
    await headers(grid)[1]?.trigger('contextmenu')
    expect(grid.emitted('move')).toEqual([['id', undefined]])
    expect(grid.emitted('columnMenu')).toHaveLength(1)
    grid.unmount()
  })
})

describe('cells', () => {
  it('follow what they read, though the list is the same', async () => {
    const word = ref('uno')
    const grid = await mountGrid({}, COUNT, ({ row }) => h('span', `${row.name} ${word.value}`))
    expect(grid.text()).toContain('Fila 0 uno')
    word.value = 'dos'
    await nextTick()
    expect(grid.text()).toContain('Fila 0 dos')
    expect(grid.text()).not.toContain('uno')
    grid.unmount()
  })

  it('are drawn again only in the rows that have changed', async () => {
    const drawn: string[] = []
    const rows = shallowRef(Array.from({ length: 50 }, (_, i) => ({ id: `r${i}`, name: `Fila ${i}` })))
    const grid = await mountGrid(
      { count: 50, rowAt: (index: number) => rows.value[index] },
      COUNT,
      ({ row }) => {
        drawn.push(row.id)
        return h('span', row.name)
      },
    )
    drawn.length = 0
    rows.value = rows.value.map((row, i) => (i === 3 ? { ...row, name: 'Otra' } : row))
    await nextTick()
    expect(grid.text()).toContain('Otra')
    expect(drawn).toEqual(['r3'])
    grid.unmount()
  })
})

describe('presses', () => {
  it('open a row, and with Ctrl select it', async () => {
    const grid = await mountGrid()
    const row = grid.findAll('[role=row]')[3]
    await row?.trigger('click')
    expect(grid.emitted('open')?.at(-1)).toEqual([{ id: 'r2', name: 'Fila 2' }, 2])
    await row?.trigger('click', { ctrlKey: true })
    expect(lastOf<number>(grid, 'toggle')).toBe(2)
    expect(grid.emitted('open')).toHaveLength(1)
    grid.unmount()
  })

  it('with Shift choose a range and mark no text', async () => {
    const grid = await mountGrid()
    const rows = grid.findAll('[role=row]')
    await rows[2]?.trigger('click', { ctrlKey: true })
    const down = new MouseEvent('mousedown', { shiftKey: true, bubbles: true, cancelable: true })
    rows[5]?.element.dispatchEvent(down)
    await rows[5]?.trigger('click', { shiftKey: true })
    expect(down.defaultPrevented).toBe(true)
    expect(lastOf<UiGridRange>(grid, 'selectRange')).toEqual({ start: 1, end: 5 })
    expect(document.activeElement).toBe(grid.find('[role=grid]').element)
    grid.unmount()
  })

  it('with the right button offer the menu of that row', async () => {
    const grid = await mountGrid()
    await grid.findAll('[role=row]')[2]?.trigger('contextmenu')
    expect(grid.emitted('menu')?.at(-1)?.slice(0, 2)).toEqual([{ id: 'r1', name: 'Fila 1' }, 1])
    grid.unmount()
  })
})

it('goes back to the row that was left', async () => {
  const first = await mountGrid({ stateKey: 'memory' })
  await first.find('[role=grid]').trigger('focus')
  for (let step = 0; step < 3; step++) await press(first, 'ArrowDown')
  first.unmount()
  const second = await mountGrid({ stateKey: 'memory' })
  await nextTick()
  expect(activeRow(second)).toBe('5')
  expect(document.activeElement).toBe(second.find('[role=grid]').element)
  second.unmount()
})
