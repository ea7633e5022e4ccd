import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HostReply } from '#core/contract/envelope.ts'
import SetupScreen from '#renderer/features/setup/SetupScreen.vue'
import { currentLocale, setLocale } from '#renderer/locales/index.ts'
import { appInfo, createChannel, fail, mountScreen, succeed } from '../../support/screen.ts'

beforeEach(() => setLocale('es'))
afterEach(() => {
  document.body.innerHTML = ''
  sessionStorage.clear()
})

function openSetup(setUp: HostReply | (() => Promise<HostReply>) = fail('store/disk-full')) {
  const channel = createChannel({
    'app.setUp': setUp,
    'settings.set': succeed({}),
    'tasks.cancel': succeed({}),
  })
  const screen = mountScreen(SetupScreen, {
    transport: channel.transport,
    info: { ...appInfo, setup: 'needed' },
  })
  const input = (field: string) => screen.find(`[data-field=${field}] input`)
  return {
    screen,
    channel,
    input,
    error: (field: string) => screen.find(`[data-field=${field}] [data-field-error]`).text(),
    fill: async (values: Record<string, string>) => {
      for (const [field, value] of Object.entries(values)) await input(field).setValue(value)
    },
    submit: async () => {
      await screen.find('form').trigger('submit')
      await flushPromises()
    },
  }
}

const complete = { personName: ' Ana Ruiz ', companyName: 'Fibra Norte', officeName: 'Ávila' }

describe('the first run', () => {
  it('starts nothing while something is missing, and goes to the first such field', async () => {
    const { submit, channel, input, error, screen } = openSetup()
    await input('personName').setValue('Ana')
    await submit()
    expect(channel.inputOf('app.setUp')).toBeUndefined()
    expect(error('companyName')).toBe('Escriba el nombre de la empresa.')
    expect(screen.text()).toContain('Hay 3 datos por corregir.')
    expect(document.activeElement).toBe(input('companyName').element)
  })

  it('does not scold before a person has done something', () => {
    const { screen } = openSetup()
    expect(screen.find('[data-field-error]').exists()).toBe(false)
  })

  it('keeps what was typed over a reload, until the program has been set up', async () => {
    const first = openSetup(succeed({}))
    await first.fill({ ...complete, officePrefix: 'AV1' })
    first.screen.unmount()
    const again = openSetup(succeed({}))
    const valueOf = (field: string) => (again.input(field).element as HTMLInputElement).value
    expect(valueOf('companyName')).toBe('Fibra Norte')
    // The prefix was the person's own: a new office name leaves it.
    await again.fill({ officeName: 'Burgos' })
    expect(valueOf('officePrefix')).toBe('AV1')
    await again.submit()
    again.screen.unmount()
    expect((openSetup().input('companyName').element as HTMLInputElement).value).toBe('')
  })

  it('starts anew when something else was left in its place', () => {
    sessionStorage.setItem('enlace.setup', '{"personName":7,"country":"??"')
    expect((openSetup().input('personName').element as HTMLInputElement).value).toBe('')
  })

  it('takes the time zone from the country until a person chooses one', async () => {
    const { input } = openSetup()
    const zone = () => (input('timeZone').element as HTMLInputElement).value
    const choose = async (field: string, text: string) => {
      await input(field).setValue(text)
      await input(field).trigger('keydown', { key: 'Enter' })
    }
    await choose('country', 'México')
    expect(zone()).toBe('America/Mexico City')
    await choose('timeZone', 'Tijuana')
    await choose('country', 'España')
    expect(zone()).toBe('America/Tijuana')
  })

  it('suggests the prefix from the office until a person types one', async () => {
    const { input, fill } = openSetup()
    const prefix = () => (input('officePrefix').element as HTMLInputElement).value
    await fill({ officeName: 'Oficina de Ávila' })
    expect(prefix()).toBe('AVI')
    await fill({ officePrefix: 'av1' })
    expect(prefix()).toBe('AV1')
    await fill({ officeName: 'Madrid' })
    expect(prefix()).toBe('AV1')
  })

  it('checks the prefix while it is typed', async () => {
    const { fill, error } = openSetup()
    await fill({ officePrefix: 'a' })
    expect(error('officePrefix')).toContain('De dos a cuatro letras')
  })

  it('sends what was typed, tidied, with what the computer knows', async () => {
    const { fill, submit, channel } = openSetup()
    await fill(complete)
    await submit()
    expect(channel.inputOf('app.setUp')).toEqual({
      language: 'es',
      personName: 'Ana Ruiz',
      companyName: 'Fibra Norte',
      officeName: 'Ávila',
      officePrefix: 'AVI',
      country: 'ES',
      timeZone: 'Europe/Madrid',
      data: 'empty',
      taskId: expect.any(String) as string,
    })
  })

  it('keeps everything typed when the host fails, and says why', async () => {
    const { fill, submit, input, screen } = openSetup()
    await fill(complete)
    await submit()
    expect(screen.find('[role=alert]').text()).toContain('El disco está lleno')
    expect((input('companyName').element as HTMLInputElement).value).toBe('Fibra Norte')
  })

  it('shows beside its field what the host refuses', async () => {
    const fields = [{ path: 'data/prefix', code: 'catalog.prefixForm', severity: 'error' as const }]
    const { fill, submit, error, input } = openSetup(
      fail('command/refused', { refusal: { code: 'setup.invalid', fields } }),
    )
    await fill(complete)
    await submit()
    expect(error('officePrefix')).toContain('El prefijo tiene de dos a cuatro')
    expect(document.activeElement).toBe(input('officePrefix').element)
  })

  it('shows the demo data coming, and can be stopped', async () => {
    let answer: (reply: HostReply) => void = () => undefined
    const { screen, fill, submit, channel } = openSetup(() => new Promise((resolve) => (answer = resolve)))
    await fill(complete)
    await screen.find('input[value=demo]').setValue()
    await submit()
    const sent = channel.inputOf('app.setUp') as { taskId: string }
    expect(sent).toMatchObject({ data: 'demo', demoCustomers: 1000 })
    expect(screen.find('[role=progressbar]').exists()).toBe(true)
    await screen.find('button').trigger('click')
    expect(channel.inputOf('tasks.cancel')).toEqual({ taskId: sent.taskId })
    answer(fail('host/cancelled'))
    await flushPromises()
    expect(screen.text()).toContain('Cancelado.')
    expect(screen.find('form').exists()).toBe(true)
  })

  it('switches the language at once, and sets up in it', async () => {
    const { screen, fill, submit, channel } = openSetup()
    await screen.find('input[value=en]').setValue()
    await flushPromises()
    expect(screen.text()).toContain('Welcome to Enlace')
    expect(currentLocale()).toBe('en')
    await fill(complete)
    await submit()
    expect(channel.inputOf('app.setUp')).toMatchObject({ language: 'en' })
  })
})
