import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { EMPTY_CHOICE } from '#renderer/host/activity/activity-filter.ts'
import ActivityFilterBar from '#renderer/host/activity/ActivityFilterBar.vue'
import { setLocale } from '#renderer/locales/index.ts'
import { createChannel, mountScreen } from '../../support/screen.ts'

beforeEach(() => setLocale('es'))

describe('what narrows the log', () => {
  it('is taken off with days that cannot be read, though they narrow nothing', async () => {
    const props = { people: [], offices: [], isOfOne: false, modelValue: EMPTY_CHOICE }
    const screen = mountScreen(ActivityFilterBar, createChannel({}), { props })
    onTestFinished(() => screen.unmount())
    const reset = () => screen.findAll('button').find((one) => one.text() === 'Quitar filtros')
    const [from] = screen.findAll<HTMLInputElement>('input[placeholder="dd/mm/aaaa"]')
    expect(reset()).toBeUndefined()
    await from?.setValue('cuando sea')
    await from?.trigger('blur')
    expect(screen.find('[role=alert]').exists()).toBe(true)
    await reset()?.trigger('click')
    expect(from?.element.value).toBe('')
    expect(screen.find('[role=alert]').exists()).toBe(false)
    expect(reset()).toBeUndefined()
  })
})
