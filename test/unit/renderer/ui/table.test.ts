import { mount, type VueWrapper } from '@vue/test-utils'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { h, nextTick } from 'vue'
import { setLocale, texts } from '#renderer/locales/index.ts'
import { UiTable, type UiTableRange, type UiTableSelection, type UiTableSort } from '#renderer/ui/index.ts'

interface Row {
  id: string
  name: string
}

const COUNT = 10_000
const HEIGHT = 600

/** happy-dom lays nothing out: the table is told how tall it is. */
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
async function mountTable(more: Record<string, unknown> = {}, missingFrom = COUNT) {
  const table = mount(UiTable, {
    attachTo: document.body,
    global: { plugins: [texts] },
    props: {
      columns: [
        { id: 'id', label: 'Número', width: 100, sortable: true },
        { id: 'name', label: 'Nombre', grow: true, sortable: true },
      ],
      count: COUNT,
      rowAt: (index: number): Row | undefined =>
        index < missingFrom ? { id: `r${index}`, name: `Fila ${index}` } : undefined,
      rowKey: (row: object) => (row as Row).id,
      label: 'Clientes',
      sort: { id: 'name', direction: 'asc' },
      selected: new Set<string>(),
      ...more,
    },
    slots: { 'cell-name': ({ row }: { row: Row }) => h('span', row.name) },
  })
  // The rows come once the table knows its height.
  await nextTick()
  return table
}

const press = (table: VueWrapper, key: string, more: KeyboardEventInit = {}) =>
  table.find('[role=grid]').trigger('keydown', { key, ...more })

const lastOf = <T>(table: VueWrapper, event: string): T => table.emitted(event)?.at(-1)?.[0] as T

const activeRow = (table: VueWrapper) => {
  const id = table.find('[role=grid]').attributes('aria-activedescendant')
  return table.find(`[id="${id}"]`).attributes('aria-rowindex')
}

describe('a table of many rows', () => {
  it('draws only the rows in sight and tells how many there are', async () => {
    const table = await mountTable()
    const drawn = table.findAll('[role=row]').length
    expect(drawn).toBeGreaterThan(HEIGHT / 28)
    expect(drawn).toBeLessThan(60)
    expect(table.find('[role=grid]').attributes('aria-rowcount')).toBe(String(COUNT + 1))
    expect(table.text()).toContain('Fila 0')
    table.unmount()
  })

  it('asks for the rows in sight', async () => {
    const table = await mountTable()
    const range = lastOf<UiTableRange>(table, 'rangeNeeded')
    expect(range.start).toBe(0)
    expect(range.end).toBeGreaterThan(20)
    table.unmount()
  })

  it('draws grey bars for rows that are not there yet, and does not open them', async () => {
    const table = await mountTable({}, 0)
    expect(table.text()).not.toContain('Fila')
    await table.find('[role=grid]').trigger('focus')
    await press(table, 'Enter')
    expect(table.emitted('open')).toBeUndefined()
    table.unmount()
  })

  it('shows the empty slot instead of rows', () => {
    const table = mount(UiTable, {
      global: { plugins: [texts] },
      props: { columns: [], count: 0, rowAt: () => undefined, rowKey: () => '', label: 'Nada' },
      slots: { empty: () => 'Todavía no hay nada' },
    })
    expect(table.text()).toBe('Todavía no hay nada')
    expect(table.find('[role=grid]').text()).toBe('')
  })
})

describe('sorting', () => {
  it('says by which column and turns it round', async () => {
    const table = await mountTable()
    const [, number, name] = table.findAll('[role=columnheader]')
    expect(name?.attributes('aria-sort')).toBe('ascending')
    expect(number?.attributes('aria-sort')).toBe('none')
    await name?.find('button').trigger('click')
    expect(lastOf<UiTableSort>(table, 'sort')).toEqual({ id: 'name', direction: 'desc' })
    await number?.find('button').trigger('click')
    expect(lastOf<UiTableSort>(table, 'sort')).toEqual({ id: 'id', direction: 'asc' })
    table.unmount()
  })
})

describe('keys', () => {
  it('move the active row and stop at the ends', async () => {
    const table = await mountTable()
    await table.find('[role=grid]').trigger('focus')
    expect(activeRow(table)).toBe('2')
    await press(table, 'ArrowUp')
    expect(activeRow(table)).toBe('2')
    await press(table, 'ArrowDown')
    await press(table, 'ArrowDown')
    expect(activeRow(table)).toBe('4')
    await press(table, 'End')
    expect(lastOf<number>(table, 'active')).toBe(COUNT - 1)
    await press(table, 'ArrowDown')
    expect(lastOf<number>(table, 'active')).toBe(COUNT - 1)
    await press(table, 'Home')
    await press(table, 'PageDown')
    expect(lastOf<number>(table, 'active')).toBeGreaterThan(15)
    table.unmount()
  })

  it('open with Enter', async () => {
    const table = await mountTable()
    await table.find('[role=grid]').trigger('focus')
    await press(table, 'ArrowDown')
    await press(table, 'Enter')
    expect(table.emitted('open')?.at(-1)).toEqual([{ id: 'r1', name: 'Fila 1' }, 1])
    table.unmount()
  })

  it('inside a cell belong to what is there', async () => {
    const table = await mountTable()
    await table.find('[role=columnheader] button').trigger('keydown', { key: 'Enter' })
    expect(table.emitted('open')).toBeUndefined()
    table.unmount()
  })
})

describe('selecting', () => {
  const selected = async (table: VueWrapper) => {
    const keys = lastOf<UiTableSelection>(table, 'select')
    await table.setProps({ selected: keys })
    return [...keys]
  }

  it('adds and takes away with Space, and a range with Shift', async () => {
    const table = await mountTable()
    await table.find('[role=grid]').trigger('focus')
    await press(table, ' ')
    expect(await selected(table)).toEqual(['r0'])
    await press(table, 'ArrowDown', { shiftKey: true })
    expect(await selected(table)).toEqual(['r0', 'r1'])
    await press(table, 'ArrowDown', { shiftKey: true })
    expect(await selected(table)).toEqual(['r0', 'r1', 'r2'])
    await press(table, ' ')
    expect(await selected(table)).toEqual(['r0', 'r1'])
    const rows = table.findAll('[role=row]').map((row) => row.attributes('aria-selected'))
    expect(rows.slice(1, 5)).toEqual(['true', 'true', 'false', 'false'])
    table.unmount()
  })

  it('leaves a range with unknown rows to the owner', async () => {
    const table = await mountTable({}, 5)
    await table.find('[role=grid]').trigger('focus')
    await press(table, ' ')
    await selected(table)
    await press(table, 'End', { shiftKey: true })
    expect(lastOf<UiTableRange>(table, 'selectRange')).toEqual({ start: 0, end: COUNT })
    expect(table.emitted('select')).toHaveLength(1)
    table.unmount()
  })

  it('asks for all by the box in the header and by Ctrl+A', async () => {
    const table = await mountTable()
    await table.find('[role=columnheader] input').trigger('click')
    await press(table, 'a', { ctrlKey: true })
    expect(table.emitted('selectAll')).toEqual([[true], [true]])
    table.unmount()
  })

  it('is not there without a selection', async () => {
    const table = await mountTable({ selected: undefined })
    expect(table.find('input[type=checkbox]').exists()).toBe(false)
    expect(table.find('[role=row]').attributes('aria-selected')).toBeUndefined()
    await table.find('[role=grid]').trigger('focus')
    await press(table, ' ')
    expect(table.emitted('select')).toBeUndefined()
    table.unmount()
  })
})

describe('presses', () => {
  it('open a row, and with Ctrl select it', async () => {
    const table = await mountTable()
    const row = table.findAll('[role=row]')[3]
    await row?.trigger('click')
    expect(table.emitted('open')?.at(-1)).toEqual([{ id: 'r2', name: 'Fila 2' }, 2])
    await row?.trigger('click', { ctrlKey: true })
    expect([...lastOf<UiTableSelection>(table, 'select')]).toEqual(['r2'])
    expect(table.emitted('open')).toHaveLength(1)
    table.unmount()
  })

  it('with the right button offer the menu of that row', async () => {
    const table = await mountTable()
    await table.findAll('[role=row]')[2]?.trigger('contextmenu')
    expect(table.emitted('menu')?.at(-1)?.slice(0, 2)).toEqual([{ id: 'r1', name: 'Fila 1' }, 1])
    table.unmount()
  })
})

it('goes back to the row that was left', async () => {
  const first = await mountTable({ stateKey: 'memory' })
  await first.find('[role=grid]').trigger('focus')
  for (let step = 0; step < 3; step++) await press(first, 'ArrowDown')
  first.unmount()
  const second = await mountTable({ stateKey: 'memory' })
  await nextTick()
  expect(activeRow(second)).toBe('5')
  expect(document.activeElement).toBe(second.find('[role=grid]').element)
  second.unmount()
})
