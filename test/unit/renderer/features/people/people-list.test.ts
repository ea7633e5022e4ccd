import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import type { AccessPerson } from '#core/contract/access-contract.ts'
import PeopleList from '#renderer/features/people/PeopleList.vue'
import { useAccess } from '#renderer/features/people/useAccess.ts'
import { setLocale } from '#renderer/locales/index.ts'
import { createChannel, mountScreen, succeed } from '../../support/screen.ts'
import { testDatabase } from '../../support/test-database.ts'

const opened = testDatabase()
let close: () => void = () => undefined
beforeEach(() => setLocale('es'))
afterEach(() => close())

const person = (name: string): AccessPerson => ({
  ...{ id: name, name, email: `${name}@henares.example`, role: 'agent', offices: [], active: true },
  ...{ hasPassword: true, hasTotp: false },
})

describe('codes that are given one after another', () => {
  it('stay until each was kept: nobody sees them again', async () => {
    const answers = (input: unknown) => {
      const { request, input: asked } = input as { request: string; input: { person?: string } }
      const answer =
        request === 'people' ? { people: [person('ana'), person('bea')] } : { code: `CODE-${asked.person}` }
      return succeed({ answer })
    }
    const signedIn = { role: 'admin', name: 'Ada', email: 'ada@henares.example' }
    const channel = createChannel({
      'access.state': succeed({ isConnected: true, hasPassword: false, signedIn }),
      'access.ask': answers,
    })
    const page = defineComponent({
      setup() {
        const access = useAccess()
        return () => h(PeopleList, { access })
      },
    })
    const screen = mountScreen(page, { transport: channel.transport, database: opened.database })
    close = () => screen.unmount()
    await flushPromises()
    const press = async (text: string, at = 0) => {
      const all = [...document.querySelectorAll('button')].filter((one) => one.textContent?.trim() === text)
      all[at]?.click()
      await flushPromises()
    }
    for (const at of [0, 1]) {
      await press('Cambiar', at)
      await press('Dar código nuevo')
    }
    expect(screen.text()).toContain('CODE-ana')
    expect(screen.text()).toContain('CODE-bea')
    await press('Ya está guardado')
    expect(screen.text()).not.toContain('CODE-bea')
    expect(screen.text()).toContain('CODE-ana')
  })
})
