import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, ref } from 'vue'
import { useChangePreview } from '#renderer/features/services/useChangePreview.ts'
import { createChannel, mountScreen, succeed } from '../../support/screen.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('asks again when a call was lost, but not when the change itself is refused', async () => {
  const error = { code: 'host/unavailable', message: 'for developers', retryable: true } as const
  const refused = { code: 'command/refused', message: 'for developers', retryable: false } as const
  const replies = [
    { ok: false, error } as const,
    succeed({ result: 1 }),
    { ok: false, error: refused } as const,
  ]
  const channel = createChannel({ 'command.preview': () => replies.shift() ?? succeed({ result: 9 }) })
  const day = ref('2026-03-10')
  let preview: ReturnType<typeof useChangePreview<number>> | undefined
  const screen = defineComponent({
    setup() {
      preview = useChangePreview<number>('service.pause', () => ({ on: day.value }))
      return () => null
    },
  })
  const wrapper = mountScreen(screen, { transport: channel.transport })
  await vi.advanceTimersByTimeAsync(200)
  expect(preview?.error.value).toEqual(error)
  await vi.advanceTimersByTimeAsync(2000)
  expect([preview?.error.value, preview?.result.value]).toEqual([undefined, 1])
  day.value = '2026-03-11'
  await vi.advanceTimersByTimeAsync(200)
  expect(preview?.error.value).toEqual(refused)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(channel.calls).toHaveLength(3)
  wrapper.unmount()
})
