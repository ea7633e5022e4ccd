import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HostEvent } from '#core/contract/host-events.ts'
import { createEventPump } from '#main/store/event-pump.ts'

const part = (commit: number): HostEvent => ({
  type: 'commit',
  commit,
  collections: [],
  rows: [],
  last: true,
})

describe('the event pump', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('sends a lone event at once and the parts of a large commit one by one, in order', () => {
    const sent: HostEvent[] = []
    const pump = createEventPump((event) => sent.push(event))
    for (const commit of [1, 2, 3]) pump.push(part(commit))
    expect(sent).toEqual([part(1)])
    vi.advanceTimersToNextTimer()
    expect(sent).toEqual([part(1), part(2)])
    vi.runAllTimers()
    pump.push(part(4))
    expect(sent).toEqual([1, 2, 3, 4].map(part))
  })

  it('sends what waits before the next command', () => {
    const sent: HostEvent[] = []
    const pump = createEventPump((event) => sent.push(event))
    for (const commit of [1, 2, 3]) pump.push(part(commit))
    pump.flush()
    pump.push(part(4))
    vi.runAllTimers()
    expect(sent).toEqual([1, 2, 3, 4].map(part))
  })
})
