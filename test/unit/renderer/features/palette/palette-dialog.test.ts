import { flushPromises } from '@vue/test-utils'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { h, ref } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Hit } from '#renderer/features/palette/useFind.ts'
import { createHostClient } from '#core/contract/host-client.ts'
import { openDatabase, type Database } from '#renderer/data/index.ts'
import { PaletteDialog } from '#renderer/features/palette/index.ts'
import { setLocale } from '#renderer/locales/index.ts'
import type { PageCommand, PaletteCommand } from '#renderer/ui/index.ts'
import { createChannel, fail, mountScreen, succeed } from '../../support/screen.ts'

/** Without documents: the office's time zone is the system's. */
let database: Database
beforeAll(async () => {
  const { transport } = createChannel({ 'store.query': succeed({ commit: 1, rows: [] }) })
  database = await openDatabase(createHostClient(transport))
})
afterAll(() => database.close())

beforeEach(() => {
  setLocale('es')
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  document.body.innerHTML = ''
})

const commands: PaletteCommand[] = [
  { id: 'customer.new', labelKey: 'customers.new', to: '/customers/new' },
  { id: 'app.undo', labelKey: 'palette.undo' },
  { id: 'app.language', labelKey: 'palette.language', wordsKey: 'palette.languageWords' },
  { id: 'settings.tag', labelKey: 'settings.section.tag', partOfKey: 'settings.title' },
]
const customer: Hit = {
  collection: 'customers',
  id: 'c1',
  title: 'Fibra Ávila S.L.',
  matched: { kind: 'taxId', text: 'B1234567' },
  archived: true,
}
const site: Hit = {
  collection: 'sites',
  id: 's1',
  customerId: 'c1',
  title: 'Casa',
  matched: { kind: 'name', text: 'Casa' },
  archived: false,
}

function openPalette(
  find = succeed({ hits: [site, customer] }),
  kept: unknown = null,
  page: readonly PageCommand[] = [],
) {
  const channel = createChannel({
    'search.find': find,
    'settings.get': succeed({ value: kept }),
    'settings.set': succeed({}),
    'store.byIds': succeed({
      commit: 1,
      rows: [
        {
          document: { id: 'c1', name: 'Fibra Ávila S.L.', number: 'MAD-7Q-000012', type: 'business' },
          commit: 1,
          lwt: 1,
          deleted: false,
        },
      ],
    }),
  })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/customers/:id', component: { render: () => null } },
      { path: '/', component: { render: () => null } },
    ],
  })
  const isOpen = ref(false)
  const chosen: PaletteCommand[] = []
  const palette = mountScreen(
    () =>
      h(PaletteDialog, {
        commands,
        page: { title: 'Fibra Ávila S.L.', commands: page },
        open: isOpen.value,
        'onUpdate:open': (open: boolean) => (isOpen.value = open),
        onRun: (command: PaletteCommand) => chosen.push(command),
      }),
    { transport: channel.transport, router, database },
  )
  const input = () => document.querySelector<HTMLInputElement>('[role=combobox]')
  const options = () =>
    [...document.querySelectorAll('[role=option]')].map((one) => one.textContent?.trim() ?? '')
  return {
    palette,
    channel,
    router,
    input,
    options,
    groups: () => [...document.querySelectorAll('[role=group]')].map((one) => one.getAttribute('aria-label')),
    active: () => document.querySelector('[role=option][aria-selected=true]')?.textContent ?? '',
    show: async () => {
      isOpen.value = true
      await flushPromises()
    },
    type: async (text: string) => {
      const element = input()
      if (!element) throw new Error('no field')
      element.value = text
      element.dispatchEvent(new Event('input', { bubbles: true }))
      await vi.advanceTimersByTimeAsync(100)
      await flushPromises()
    },
    press: async (key: string) => {
      input()?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
      await flushPromises()
    },
    isOpen,
    chosen: () => chosen.at(-1),
  }
}

describe('the palette', () => {
  it('offers what can be done before anything is typed', async () => {
    const { show, groups, options } = openPalette()
    await show()
    expect(groups()).toEqual(['Acciones'])
    expect(options()).toHaveLength(3)
  })

  it('finds an action by other words for it and by the screen that it is part of', async () => {
    const { show, type, options } = openPalette(succeed({ hits: [] }))
    await show()
    await type('idioma')
    expect(options()).toEqual(['Switch to English'])
    await type('ajustes etiq')
    expect(options()).toEqual(['EtiquetasAjustes'])
  })

  it('offers what can be done with the open page first, and what it can be written into by name', async () => {
    const ran: string[] = []
    const page = [
      { id: 'edit', label: 'Editar', shortcut: 'E', run: () => ran.push('edit') },
      { id: 'csv', label: 'Clientes en CSV', partOf: 'Exportar', run: () => ran.push('csv') },
    ]
    const { show, type, press, groups, options, chosen } = openPalette(succeed({ hits: [] }), null, page)
    await show()
    expect(groups()).toEqual(['Fibra Ávila S.L.', 'Acciones'])
    expect(options()[0]).toMatch(/^Editar/)
    expect(options()).toHaveLength(4)
    await type('exportar csv')
    expect(options()).toEqual(['Clientes en CSVExportar'])
    await press('Enter')
    chosen()?.run?.()
    expect(ran).toEqual(['csv'])
  })

  it('shows an individual once, not as its own contact too, unless the contact says more', async () => {
    const person: Hit = { ...customer, title: 'Ana García', matched: { kind: 'name', text: 'Ana García' } }
    const contact: Hit = { ...person, collection: 'contacts', id: 'p1', customerId: 'c1' }
    const byPhone: Hit = { ...contact, id: 'p2', matched: { kind: 'phone', text: '+34600111222' } }
    const other: Hit = { ...contact, id: 'p3', customerId: 'c2' }
    const { show, type, groups, options } = openPalette(succeed({ hits: [person, contact, byPhone, other] }))
    await show()
    await type('ana')
    expect(groups()).toEqual(['Clientes', 'Contactos'])
    expect(options()).toHaveLength(3)
  })

  it('groups what it finds, says why, and whose it is', async () => {
    const { show, type, groups, options } = openPalette()
    await show()
    await type('123')
    expect(groups()).toEqual(['Clientes', 'Sitios'])
    expect(options()[0]).toMatch(/Fibra Ávila S\.L\.\s*MAD-7Q-000012\s*Archivado\s*NIF\s*B1234567/)
    expect(options()[1]).toMatch(/Casa\s*Fibra Ávila S\.L\./)
    expect(document.querySelector('mark')?.textContent).toBe('123')
  })

  it('finds services, invoices and items, says why, and leads to their place', async () => {
    const of = (collection: Hit['collection'], id: string, more: Partial<Hit>): Hit => ({
      collection,
      id,
      customerId: 'c1',
      title: id,
      matched: { kind: 'name', text: id },
      archived: false,
      ...more,
    })
    const { show, type, groups, options, press, chosen } = openPalette(
      succeed({
        hits: [
          of('services', 'v1', { title: 'Fibra 600', matched: { kind: 'ip', text: '10.2.3.4' } }),
          of('invoices', 'f1', {
            title: 'FMAD-7Q-000118',
            matched: { kind: 'number', text: 'FMAD-7Q-000118' },
          }),
          of('inventory', 'i1', { title: 'ZTEG01', matched: { kind: 'serial', text: 'ZTEG01' } }),
        ],
      }),
    )
    await show()
    await type('10.2.3')
    expect(groups()).toEqual(['Servicios', 'Facturas', 'Inventario'])
    expect(options()[0]).toMatch(/Fibra 600.*Fibra Ávila S\.L\..*IP\s*10\.2\.3\.4/s)
    expect(options()[1]).toMatch(/FMAD-7Q-000118.*número$/s)
    expect(options()[2]).toMatch(/ZTEG01.*número de serie$/s)
    expect(document.querySelector('mark')?.textContent).toBe('10.2.3')
    await press('Enter')
    expect(chosen()?.to).toEqual({ path: '/customers/c1/services', query: { service: 'v1' } })
    await show()
    await type('10.2.3')
    await press('ArrowDown')
    await press('Enter')
    expect(chosen()?.to).toEqual({ path: '/customers/c1/invoices', query: { invoice: 'f1' } })
    await show()
    await type('10.2.3')
    await press('ArrowUp')
    await press('Enter')
    expect(chosen()?.to).toBe('/inventory/i1')
  })

  it('asks for every kind of record, so that none is missing', async () => {
    const { show, type, channel } = openPalette()
    await show()
    await type('10.2.3.4')
    expect(channel.inputOf('search.find')).toMatchObject({
      text: '10.2.3.4',
      collections: ['customers', 'contacts', 'sites', 'services', 'invoices', 'inventory'],
    })
  })

  it('goes by keys, round at the ends, and opens with Enter', async () => {
    const { show, type, press, active, chosen, isOpen } = openPalette()
    await show()
    await type('123')
    expect(active()).toContain('Fibra')
    await press('ArrowUp')
    expect(active()).toContain('Casa')
    await press('ArrowDown')
    await press('ArrowDown')
    await press('Enter')
    expect(chosen()?.to).toBe('/sites/s1')
    expect(isOpen.value).toBe(false)
  })

  it('runs a command found by its words', async () => {
    const { show, type, options, press, chosen } = openPalette(succeed({ hits: [] }))
    await show()
    await type('deshacer ultimo')
    expect(options()).toEqual(['Deshacer lo último'])
    await press('Enter')
    expect(chosen()?.id).toBe('app.undo')
  })

  it('puts commands that begin as typed before what the host finds, others after it', async () => {
    const { show, type, groups, active } = openPalette()
    await show()
    await type('cli')
    expect(groups()).toEqual(['Acciones', 'Clientes', 'Sitios'])
    expect(active()).toContain('Nuevo cliente')
    await type('ente')
    expect(groups()).toEqual(['Clientes', 'Sitios', 'Acciones'])
  })

  it('tells people from companies by their sign', async () => {
    const { show, type, palette } = openPalette()
    await show()
    await type('fibra')
    expect(document.querySelector('[role=option] svg')?.classList.value).toContain('building')
    palette.unmount()
    document.body.innerHTML = ''
    const people = openPalette(succeed({ hits: [{ ...customer, id: 'p1', title: 'Ana' }] }))
    people.channel.transport.call = ((call) => async (method: string, input: unknown) =>
      method === 'store.byIds'
        ? succeed({
            commit: 1,
            rows: [
              { document: { id: 'p1', name: 'Ana', type: 'individual' }, commit: 1, lwt: 1, deleted: false },
            ],
          })
        : call(method, input))(people.channel.transport.call)
    await people.show()
    await people.type('ana')
    expect(document.querySelector('[role=option] svg')?.classList.value).toMatch(/lucide-user\b/)
  })

  it('says when nothing was found, and when the host cannot answer', async () => {
    const nothing = openPalette(succeed({ hits: [] }))
    await nothing.show()
    await nothing.type('zzz')
    expect(document.body.textContent).toContain('Nada coincide con «zzz»')
    nothing.palette.unmount()
    document.body.innerHTML = ''
    const lost = openPalette(fail('store/busy'))
    await lost.show()
    await lost.type('zzz')
    expect(document.querySelector('[role=alert]')?.textContent).toContain('ocupado')
    expect(document.body.textContent).not.toContain('Nada coincide')
  })

  it('asks once for a fast typist, and shows no answer to an older text', async () => {
    const { show, type, input, channel } = openPalette()
    await show()
    const element = input()
    for (const text of ['a', 'av', 'avi']) {
      if (element) element.value = text
      element?.dispatchEvent(new Event('input', { bubbles: true }))
      await vi.advanceTimersByTimeAsync(20)
    }
    await type('avil')
    const asked = channel.calls.filter(({ method }) => method === 'search.find')
    expect(asked.map((call) => (call.input as { text: string }).text)).toEqual(['avil'])
  })

  it('remembers the pages of records, and names them anew, but not the one on screen', async () => {
    const { router, show, isOpen, groups, options, channel } = openPalette()
    await router.push('/customers/c1')
    await flushPromises()
    expect(channel.inputOf('settings.set')).toEqual({
      name: 'ui.recent',
      value: [{ collection: 'customers', id: 'c1' }],
    })
    await show()
    expect(groups()).toEqual(['Acciones'])
    isOpen.value = false
    await router.push('/')
    await show()
    expect(groups()[0]).toBe('Recientes')
    expect(options()[0]).toContain('Fibra Ávila S.L.')
  })

  it('leaves out what is kept but makes no sense or is gone', async () => {
    const kept = [{ collection: 'sites', id: 'gone' }, 'x', null, { collection: 'catalog', id: 'c1' }]
    const { show, groups } = openPalette(succeed({ hits: [] }), kept)
    await show()
    expect(groups()).toEqual(['Acciones'])
  })
})
