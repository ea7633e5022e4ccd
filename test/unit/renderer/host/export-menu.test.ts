import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { ExportMenu } from '#renderer/host/transfer/index.ts'
import { appInfo, createChannel, mountScreen, succeed } from '../support/screen.ts'

const made = { file: 'made-1', name: 'Sitios.csv', bytes: 10, rows: 2 }

function setUp(kinds?: readonly ('customers' | 'contacts' | 'sites')[]) {
  const channel = createChannel({
    'exports.make': succeed(made),
    'files.save': succeed({ saved: true }),
    'files.remove': succeed({}),
  })
  const rows = vi.fn(() => ({ ids: ['customer-1'] }))
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

describe('the menu of exports', () => {
  it('offers every list in both formats, and files for other programs', async () => {
    const { open, screen } = setUp()
    expect((await open()).map((item) => item.textContent?.trim())).toEqual([
      ...['Clientes en CSV', 'Clientes en Excel', 'Contactos en CSV', 'Contactos en Excel'],
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
