import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { App } from 'vue'
import { changeEffect } from '#core/domain/service/change-effect.ts'
import { withPause, withPlan } from '#core/domain/service/plan-change.ts'
import type { Service } from '#core/domain/service/schema.ts'
import { openDatabase, provideDatabase, type Database } from '#renderer/data/index.ts'
import EffectView from '#renderer/features/services/acts/EffectView.vue'
import { provideAppInfo, provideHost } from '#renderer/host/index.ts'
import { setLocale, texts } from '#renderer/locales/index.ts'
import { chargeOf, serviceOf } from '#test/support/builders.ts'
import { createReadHost } from '#test/support/read-host.ts'
import { appInfo } from '../../support/screen.ts'

let host: ReturnType<typeof createReadHost>
let database: Database
let screen: ReturnType<typeof mount> | undefined

beforeEach(async () => {
  host = createReadHost()
  database = await openDatabase(host.client)
})
afterEach(async () => {
  screen?.unmount()
  setLocale('es')
  await database.close()
})

const service = serviceOf({
  activeFrom: '2026-01-01',
  charges: [chargeOf({ id: 'plan', description: 'Fibra 600', from: '2026-01-01', unitPrice: '31' })],
})
const terms = { paymentType: 'postpaid', billDay: 1 } as const

function show(after: Service, days: readonly string[]): string {
  const common = { terms, billed: [], exitFeeText: 'Baja' }
  // What had fallen due before is not part of it.
  const effect = changeEffect({ ...common, before: service, after, days })
  screen = mount(EffectView, {
    props: { effect, currency: 'EUR', isAsking: false },
    global: {
      plugins: [
        createPinia(),
        texts,
        createRouter({
          history: createMemoryHistory(),
          routes: [{ path: '/:rest(.*)*', component: { render: () => null } }],
        }),
        {
          install(app: App) {
            provideHost(app, host.client)
            provideAppInfo(app, appInfo)
            provideDatabase(app, database)
          },
        },
      ],
    },
  })
  return plain(screen.text())
}

/** Amounts hold blanks that do not break. */
const plain = (text = ''): string => text.replaceAll(/\s+/g, ' ')

describe('what a change costs', () => {
  it('does not confuse: both sides, the days of each and the difference are told before it is saved (pain 7)', () => {
    const charge = chargeOf({ id: 'new', description: 'Fibra 1000', from: '2026-03-16', unitPrice: '62' })
    const after = withPlan(service, { on: '2026-03-16', replaces: ['plan'], charges: [charge] })
    const text = show(after, ['2026-03-16'])
    expect(text).toContain('Sin el cambio')
    expect(text).toContain('15 de 31 días × 31,00 = 15,00')
    expect(text).toContain('16 de 31 días × 62,00 = 32,00')
    expect(text).toContain('Diferencia hasta el 31 mar 2026')
    expect(plain(screen?.get('output').text())).toBe('+16,00 €')
  })

  it('never charges the days of a pause (pain 8)', () => {
    const after = withPause(service, { id: 'p', from: '2026-03-11', to: '2026-03-21' }, () => 'p')
    expect(show(after, ['2026-03-11', '2026-03-21'])).toContain('21 de 31 días × 31,00 = 21,00')
    expect(plain(screen?.get('output').text())).toBe('-10,00 €')
  })

  it('says so when nothing changes, in English too', () => {
    setLocale('en')
    expect(show(service, ['2026-03-16'])).toContain('Nothing changes')
  })
})
