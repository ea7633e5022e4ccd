import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import ResendDialog from '#renderer/features/conflicts/ResendDialog.vue'
import { useIssueWords } from '#renderer/features/conflicts/useIssueWords.ts'
import { setLocale } from '#renderer/locales/index.ts'
import { conflictOf, contactOf } from '#test/support/builders.ts'
import { appInfo, createChannel, fail, mountScreen, succeed } from '../../support/screen.ts'
import { testDatabase } from '../../support/test-database.ts'

const opened = testDatabase()
let close: () => void = () => undefined
beforeEach(() => setLocale('es'))
afterEach(() => close())

describe('mending what the server refused', () => {
  it('shows what is wrong at its field, goes there, and forgets it once the field is typed in', async () => {
    const to = contactOf({ id: 'contact-new', name: '', sortName: '' })
    const rows = [{ collection: 'contacts', id: to.id, path: '', kind: 'create', to } as const]
    const issue = conflictOf({ kind: 'rejected', entity: 'contacts', entityId: to.id, path: '', rows })
    const fields = [{ path: 'name', code: 'catalog.form', severity: 'error' as const }]
    const { transport } = createChannel({
      'app.info': succeed(appInfo),
      'store.query': succeed({ commit: 1, rows: [] }),
      'command.run': fail('command/refused', { refusal: { code: 'command.invalid', fields } }),
    })
    const page = defineComponent({
      setup() {
        const words = useIssueWords()
        return () => h(ResendDialog, { issue, isWhole: true, words })
      },
    })
    const screen = mountScreen(page, { transport, database: opened.database })
    close = () => screen.unmount()
    await flushPromises()
    const send = [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === 'Enviar')
    send?.click()
    await flushPromises()
    const wrong = document.querySelector<HTMLInputElement>('[aria-invalid=true]')
    expect(wrong?.labels?.[0]?.textContent).toContain('Nombre')
    expect(document.activeElement).toBe(wrong)
    if (wrong) wrong.value = 'Eva'
    wrong?.dispatchEvent(new Event('input', { bubbles: true }))
    await flushPromises()
    expect(document.querySelector('[aria-invalid=true]')).toBeNull()
  })
})
