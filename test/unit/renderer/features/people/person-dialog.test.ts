import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccessPerson } from '#core/contract/access-contract.ts'
import PersonDialog from '#renderer/features/people/PersonDialog.vue'
import { setLocale } from '#renderer/locales/index.ts'
import { createChannel, mountScreen } from '../../support/screen.ts'
import { testDatabase } from '../../support/test-database.ts'

const opened = testDatabase()
let close: () => void = () => undefined
beforeEach(() => setLocale('es'))
afterEach(() => close())

const blank: AccessPerson = {
  ...{ id: '', name: '', email: '', role: 'agent', offices: [], active: true },
  ...{ hasPassword: false, hasTotp: false },
}

async function open() {
  const { transport } = createChannel({})
  const props = { person: blank, isNew: true, problem: undefined, isRunning: false }
  const screen = mountScreen(PersonDialog, { transport, database: opened.database }, { props })
  close = () => screen.unmount()
  await flushPromises()
  const field = (label: string) =>
    [...document.querySelectorAll('label')].find((one) => one.textContent?.includes(label))
      ?.control as HTMLInputElement
  const type = (label: string, text: string) => {
    field(label).value = text
    field(label).dispatchEvent(new Event('input', { bubbles: true }))
  }
  const save = async () => {
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent === 'Guardar')
    button?.click()
    await flushPromises()
  }
  return { screen, field, type, save }
}

describe('giving somebody access', () => {
  it('names what is missing, goes to it, and takes no address that is none', async () => {
    const { screen, field, type, save } = await open()
    await save()
    expect(document.body.textContent).toContain('Escriba el nombre.')
    expect(document.body.textContent).toContain('Escriba un correo, por ejemplo: ana@empresa.es')
    expect(document.activeElement).toBe(field('Nombre'))
    type('Nombre', ' Bea ')
    type('Correo', 'bea')
    await save()
    expect(document.activeElement).toBe(field('Correo'))
    expect(screen.emitted('save')).toBeUndefined()
    type('Correo', 'bea@henares.example ')
    await save()
    expect(screen.emitted('save')?.[0]).toMatchObject([{ name: 'Bea', email: 'bea@henares.example' }])
  })
})
