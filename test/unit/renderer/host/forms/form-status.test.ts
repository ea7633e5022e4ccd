import { beforeEach, describe, expect, it } from 'vitest'
import { mount } from '@vue/test-utils'
import { officeMomentKey } from '#renderer/host/dates/index.ts'
import FormStatus from '#renderer/host/forms/FormStatus.vue'
import { setLocale, texts } from '#renderer/locales/index.ts'
import { writtenMoment } from '#renderer/locales/formats.ts'

beforeEach(() => setLocale('es'))

const foot = (provide: Record<symbol, unknown>) =>
  mount(FormStatus, {
    props: { restoredAt: '2026-03-10T23:30:00.000Z', contested: [], errorCount: 0 },
    global: { plugins: [texts], provide },
  }).text()

describe('the foot of a form', () => {
  it('says when a draft was kept as the log does: by the clock of the office, not of the computer', () => {
    const inMexico = (moment: string) => writtenMoment('es', 'America/Mexico_City', moment)
    expect(foot({ [officeMomentKey]: inMexico })).toMatch(/^Borrador de 10 mar 2026, 17:30 recuperado/)
  })

  it('goes by the computer where there is no office yet', () => {
    expect(foot({})).toMatch(/^Borrador de 11 mar 2026, 0:30 recuperado/)
  })
})
