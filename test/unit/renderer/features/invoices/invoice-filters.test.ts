import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import InvoiceFilters from '#renderer/features/invoices/list/InvoiceFilters.vue'
import { setLocale } from '#renderer/locales/index.ts'
import { officeOf } from '#test/support/builders.ts'
import { appInfo, createChannel, mountScreen } from '../../support/screen.ts'
import { testDatabase } from '../../support/test-database.ts'

const OFFICE = 'office-madrid'

const opened = testDatabase()
let close: () => void = () => undefined

beforeEach(() => setLocale('es'))
afterEach(() => close())

async function open(currency: string, filter = {}) {
  opened.host.commit({ collection: 'catalog', id: OFFICE, after: officeOf({ currency }) })
  const screen = mountScreen(
    InvoiceFilters,
    {
      transport: createChannel({}).transport,
      database: opened.database,
      info: { ...appInfo, device: { id: 'd', code: '7Q', officeId: OFFICE, personId: 'p' } },
    },
    { props: { filter, series: [], text: '' } },
  )
  close = () => screen.unmount()
  // The office is there.
  await screen.get('[aria-label="Oficina"]').trigger('click')
  await expect.poll(() => document.querySelectorAll('[role=option]').length).toBe(1)
  const box = (which: 'Desde' | 'Hasta') =>
    screen.get<HTMLInputElement>(`input:not([type=date])[aria-label="${which}"]`)
  return { screen, box }
}

describe('amounts that narrow the invoices', () => {
  it.each([
    ['EUR', '1.250,50', 125_050],
    ['EUR', '12', 1_200],
    ['CLP', '15000', 15_000],
    ['KWD', '1,5', 1_500],
  ])('in %s are read as they are written: %s', async (currency, typed, min) => {
    const { screen, box } = await open(currency)
    await box('Desde').setValue(typed)
    await box('Desde').trigger('change')
    expect(screen.emitted('change')?.at(-1)).toEqual([{ min }])
  })

  it('are shown as they are written', async () => {
    const { box } = await open('CLP', { max: 15_000 })
    expect(box('Hasta').element.value).toBe('15000')
  })

  it('are dropped when they are none', async () => {
    const { screen, box } = await open('EUR', { min: 100 })
    await box('Desde').setValue('mucho')
    await box('Desde').trigger('change')
    expect(screen.emitted('change')?.at(-1)).toEqual([{ min: undefined }])
    expect(box('Desde').element.value).toBe('')
  })
})

describe('a day that cannot be read', () => {
  it('can be cleared like a filter, though it is none', async () => {
    const { screen } = await open('EUR')
    const clear = () => screen.findAll('button').find((button) => button.text() === 'Quitar filtros')
    const from = screen.get<HTMLInputElement>('[aria-label="Desde el día"]')
    expect(clear()).toBeUndefined()
    await from.setValue('31/2/2026')
    await from.trigger('blur')
    expect(screen.get('[role=alert]').text()).toContain('Ese día no existe')
    await clear()?.trigger('click')
    expect(screen.emitted('clear')).toHaveLength(1)
    expect(from.element.value).toBe('')
    expect(screen.find('[role=alert]').exists()).toBe(false)
    expect(clear()).toBeUndefined()
  })
})
