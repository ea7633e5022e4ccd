import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { EXPORT_COLUMNS, exportCell } from '#core/domain/export-columns.ts'
import { exportKey } from '#renderer/features/customers/list/columns/export-columns.ts'
import {
  attributeColumn,
  FIXED_COLUMNS,
  MORE_COLUMNS,
} from '#renderer/features/customers/list/columns/list-columns.ts'
import { ExportMenu } from '#renderer/host/transfer/index.ts'
import { setLocale } from '#renderer/locales/index.ts'
import { pageCommands } from '#renderer/ui/index.ts'
import { appInfo, createChannel, fail, mountScreen, succeed } from '../support/screen.ts'

type MakeInput = MethodInput<'exports', 'make'>

const shown = [
  { key: 'number', label: 'Número' },
  { key: 'balance', label: 'Saldo' },
]
const more = [{ key: 'attribute/d1', label: 'Zona' }]
const where = { filter: { types: ['business' as const] }, except: ['c2'] }
const sort = { field: 'balance', direction: 'desc' } as const

let downloads: string[] = []
let close: () => void = () => undefined
beforeEach(() => {
  setLocale('es')
  vi.setSystemTime('2026-11-25T23:30:00Z')
  downloads = []
  URL.createObjectURL = () => 'blob:made'
  URL.revokeObjectURL = () => undefined
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    downloads.push(this.download)
  })
})
afterEach(() => {
  close()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

function open(made = succeed({ file: 'f1', name: 'Clientes 2026-11-26.csv', bytes: 3, rows: 1 })) {
  const channel = createChannel({
    'exports.make': made,
    'files.read': succeed({ data: btoa('a;b'), isLast: true }),
    'files.remove': succeed({}),
  })
  const menu = mountScreen(
    ExportMenu,
    { transport: channel.transport },
    {
      props: {
        rows: () => ({ where, sort, timeZone: 'Europe/Madrid' }),
        shown,
        more,
        look: 'symbol',
      },
    },
  )
  close = () => menu.unmount()
  return { channel, menu }
}

async function choose(menu: ReturnType<typeof open>['menu'], name: string) {
  await menu.find('button').trigger('keydown', { key: 'Enter' })
  await flushPromises()
  const item = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find(
    (one) => one.textContent?.trim() === name,
  )
  if (!item) throw new Error(`no ${name} in the menu`)
  item.click()
  await flushPromises()
}

describe('the menu of exports', () => {
  it('writes what the list shows: its filter, exceptions, order, columns and headings', async () => {
    const { channel, menu } = open()
    await choose(menu, 'Clientes con estas columnas en CSV')
    expect(channel.inputOf('exports.make')).toMatchObject({
      kind: 'customers',
      format: 'csv',
      columns: shown,
      where,
      sort,
      timeZone: 'Europe/Madrid',
      language: 'es',
      words: { yes: 'Sí', 'type.business': 'Empresa' },
      // It is past midnight in the office.
      name: 'Clientes 2026-11-26',
    })
    expect(downloads).toEqual(['Clientes 2026-11-26.csv'])
    expect(channel.inputOf('files.remove')).toEqual({ file: 'f1' })
  })

  it('is in the palette too while its page is there, unless there is nothing to export', async () => {
    const { channel, menu } = open()
    const offered = () => pageCommands.value.map(({ partOf, label }) => `${partOf ?? ''}: ${label}`)
    expect(offered()).toContain('Exportar: Clientes con estas columnas en CSV')
    pageCommands.value.find(({ label }) => label === 'Sitios en CSV')?.run()
    await flushPromises()
    expect(channel.inputOf('exports.make')).toMatchObject({ kind: 'sites', format: 'csv' })
    await menu.setProps({ disabled: true } as never)
    expect(offered()).toEqual([])
    await menu.setProps({ disabled: false } as never)
    menu.unmount()
    expect(offered()).toEqual([])
  })

  it('writes a file for another program in its words, with telephone numbers as they are', async () => {
    const { channel, menu } = open()
    await choose(menu, 'Clientes para Splynx (CSV)')
    expect(channel.inputOf('exports.make')).toMatchObject({
      separator: ',',
      forProgram: true,
      words: { 'status.suspended': 'blocked', 'paymentType.postpaid': 'recurring' },
    })
  })

  it('writes all that is known, attributes too', async () => {
    const { channel, menu } = open()
    await choose(menu, 'Clientes con todos sus datos en Excel')
    const { columns, format } = channel.inputOf('exports.make') as MakeInput
    expect(format).toBe('xlsx')
    expect(columns.map(({ key }) => key)).toEqual([...Object.keys(EXPORT_COLUMNS.customers), 'attribute/d1'])
    expect(columns.every(({ label }) => label !== '' && !label.includes('transfer.'))).toBe(true)
  })

  it.each([
    ['contacts', 'Contactos en CSV'],
    ['sites', 'Sitios en CSV'],
  ] as const)('writes the %s of the same customers', async (kind, name) => {
    const { channel, menu } = open()
    await choose(menu, name)
    const made = channel.inputOf('exports.make') as MakeInput
    expect(made).toMatchObject({ kind, where, sort })
    expect(made.columns.map(({ key }) => key)).toEqual(Object.keys(EXPORT_COLUMNS[kind]))
  })

  it('saves nothing when the host cannot write it', async () => {
    const { channel, menu } = open(fail('host/internal'))
    await choose(menu, 'Sitios en Excel')
    expect(downloads).toEqual([])
    expect(channel.inputOf('files.read')).toBeUndefined()
  })
})

it('every column of the list can be exported', () => {
  const columns = [...FIXED_COLUMNS, ...MORE_COLUMNS, attributeColumn('d1')]
  const unknown = columns.filter((column) => exportCell('customers', exportKey(column)) === undefined)
  expect(unknown.map(({ id }) => id)).toEqual([])
})

const made = { file: 'made-1', name: 'Sitios.csv', bytes: 10, rows: 2 }

function setUp(kinds?: readonly ('customers' | 'contacts' | 'sites')[]) {
  const channel = createChannel({
    'exports.make': succeed(made),
    'files.save': succeed({ saved: true }),
    'files.remove': succeed({}),
  })
  const rows = vi.fn(() => ({ ids: ['customer-1'], timeZone: 'Europe/Madrid' }))
  const screen = mountScreen(
    ExportMenu,
    { transport: channel.transport, info: { ...appInfo, capabilities: ['saveDialog'] } },
    { props: { rows, ...(kinds && { kinds }) } },
  )
  const open = async () => {
    await screen.get('button').trigger('click')
    await flushPromises()
    return [...document.querySelectorAll<HTMLElement>('[role=menuitem]')]
  }
  return { channel, rows, screen, open }
}

describe('the menu where a list has no columns of customers of its own', () => {
  it('offers every list in both formats, and files for other programs', async () => {
    const { open, screen } = setUp()
    expect((await open()).map((item) => item.textContent?.trim())).toEqual([
      ...[
        'Clientes con todos sus datos en CSV',
        'Clientes con todos sus datos en Excel',
        'Contactos en CSV',
        'Contactos en Excel',
      ],
      ...['Sitios en CSV', 'Sitios en Excel', 'Clientes para Splynx (CSV)', 'Clientes para UISP (CSV)'],
    ])
    screen.unmount()
  })

  it('asks for the rows when it is used, and has the made file saved and let go', async () => {
    const { open, channel, rows, screen } = setUp(['sites'])
    const items = await open()
    expect(items).toHaveLength(2)
    expect(rows).not.toHaveBeenCalled()
    items[0]?.click()
    await flushPromises()
    expect(rows).toHaveBeenCalledWith('sites')
    expect(channel.inputOf('exports.make')).toMatchObject({
      ...{ kind: 'sites', format: 'csv', ids: ['customer-1'], language: 'es' },
      name: expect.stringMatching(/^Sitios \d{4}-\d{2}-\d{2}$/) as unknown,
      columns: expect.arrayContaining([{ key: 'postcode', label: 'Código postal' }]) as unknown,
    })
    expect(channel.calls.map(({ method }) => method)).toEqual(['exports.make', 'files.save', 'files.remove'])
    screen.unmount()
  })

  it('writes for another program with its headings, words and decimal points', async () => {
    const { open, channel, screen } = setUp()
    ;(await open()).at(-2)?.click()
    await flushPromises()
    expect(channel.inputOf('exports.make')).toMatchObject({
      ...{ kind: 'customers', format: 'csv', separator: ',' },
      words: expect.objectContaining({ 'type.individual': 'person' }) as unknown,
      columns: expect.arrayContaining([{ key: 'number', label: 'Login' }]) as unknown,
    })
    screen.unmount()
  })
})
