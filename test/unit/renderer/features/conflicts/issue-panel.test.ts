import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import type { Issue } from '#core/domain/issue/schema.ts'
import IssuePanel from '#renderer/features/conflicts/IssuePanel.vue'
import { useIssueWords, type IssueFound } from '#renderer/features/conflicts/useIssueWords.ts'
import { setLocale } from '#renderer/locales/index.ts'
import { conflictOf } from '#test/support/builders.ts'
import { appInfo, createChannel, mountScreen, succeed } from '../../support/screen.ts'
import { testDatabase } from '../../support/test-database.ts'

const opened = testDatabase()
let close: () => void = () => undefined
beforeEach(() => setLocale('es'))
afterEach(() => close())

/** Nobody is known by name. */
const NO_NAMES = { 'app.info': succeed(appInfo), 'store.query': succeed({ commit: 1, rows: [] }) }
const CHOOSE = 'Uno de los valores vale; elija el bueno.'

async function open(fields: Partial<Issue>, found: Partial<IssueFound> = {}) {
  const issue = conflictOf(fields)
  const { at, person, office, device } = issue.by
  const row = {
    ...issue,
    by: { personId: person, officeId: office, deviceId: device, time: at },
    title: 'Bar Sol',
    erased: issue.erased ?? false,
    choices: ['mine', 'theirs', 'current'],
    ...(issue.settled && { settled: { ...issue.settled, time: issue.settled.at } }),
  }
  const { transport } = createChannel({
    'issues.get': succeed({
      commit: 1,
      issue,
      row,
      moreRows: 0,
      canSendAgain: false,
      recordExists: true,
      ...found,
    }),
    ...NO_NAMES,
  })
  const page = defineComponent({
    setup() {
      const words = useIssueWords()
      return () => h(IssuePanel, { id: issue.id, words, isRunning: false })
    },
  })
  const screen = mountScreen(page, { transport, database: opened.database })
  close = () => screen.unmount()
  await flushPromises()
  return screen
}

describe('one conflict beside the list', () => {
  it('asks to choose while there is something to choose', async () => {
    expect((await open({})).text()).toContain(CHOOSE)
  })

  it('says who settled it instead, and asks for nothing any more', async () => {
    const settled = { at: '2026-03-10T08:00:00.000Z', by: 'person-a', choice: 'mine' } as const
    const screen = await open({ settled })
    expect(screen.get('[role=status]').text()).toMatch(/^Lo resolvió .+: lo que llegó\.$/)
    expect(screen.text()).not.toContain(CHOOSE)
    expect(screen.findAll('footer')).toEqual([])
  })

  it('has nothing to choose from where the values were erased', async () => {
    const screen = await open({ erased: true, mine: undefined, theirs: undefined, before: undefined })
    expect(screen.text()).toContain('Los datos de este cliente se borraron')
    expect(screen.text()).not.toContain(CHOOSE)
  })

  it('leads to both documents that bear one number, which nobody can change', async () => {
    const twice = {
      kind: 'claim',
      entity: 'invoices',
      entityId: 'i-1',
      kept: 'both',
      path: 'number/MAD-7Q-1',
    } as const
    const other = { id: 'i-2', title: 'MAD-7Q-1', customerId: 'customer-2' }
    const screen = await open({ ...twice, mine: 'i-1', theirs: 'i-2' }, { other })
    expect(screen.text()).toContain('un número emitido no se cambia')
    const links = screen.findAll('dl a').map((link) => link.attributes('href'))
    expect(links).toEqual(['/invoices/i-1', '/invoices/i-2'])
  })
})
