import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import type { HostReply } from '#core/contract/envelope.ts'
import { createHostClient } from '#core/contract/host-client.ts'
import type { Place, PlaceSuggestion } from '#core/contract/methods/geo.ts'
import { tellingDistance, usePlaceSearch } from '#renderer/features/sites/usePlaceSearch.ts'
import { createChannel, fail, succeed } from '../support/screen.ts'

const place: Place = { city: 'Madrid', source: 'online', precision: 'rooftop', remarks: [] }
const suggestion = (title: string, fields: Partial<PlaceSuggestion> = {}): PlaceSuggestion => ({
  id: `id-${title}`,
  title,
  detail: '',
  source: 'online',
  precision: 'rooftop',
  ...fields,
})
const answer = (...titles: string[]) =>
  succeed({ suggestions: titles.map((title) => suggestion(title)), unavailable: [] })

interface Suggest {
  text: string
  session: string
}

describe('the search box', () => {
  let scope: EffectScope
  beforeEach(() => {
    vi.useFakeTimers()
    scope = effectScope()
  })
  afterEach(() => {
    scope.stop()
    vi.useRealTimers()
  })

  /** The box on a host whose answers the test gives when it likes. */
  function openBox(resolved: HostReply = succeed({ place })) {
    const waiting: ((reply: HostReply) => void)[] = []
    const found: Place[] = []
    const channel = createChannel({
      'geo.suggest': () => new Promise<HostReply>((done) => waiting.push(done)),
      'geo.resolve': resolved,
    })
    let sessions = 0
    const box = scope.run(() =>
      usePlaceSearch({
        geo: createHostClient(channel.transport).geo,
        where: () => ({ language: 'es', country: 'ES', near: undefined, isPinned: false }),
        found: (one) => found.push(one),
        newSession: () => `session-${++sessions}`,
      }),
    )
    if (!box) throw new Error('the scope has ended')
    return {
      box,
      found,
      asked: () =>
        channel.calls.filter(({ method }) => method === 'geo.suggest').map(({ input }) => input as Suggest),
      resolvedInput: () => channel.inputOf('geo.resolve'),
      async reply(index: number, reply: HostReply) {
        waiting[index]?.(reply)
        await flushPromises()
      },
    }
  }

  it('asks once, after a quarter of a second of quiet', () => {
    const { box, asked } = openBox()
    for (const text of ['cal', 'call', 'calle']) {
      box.type(text)
      vi.advanceTimersByTime(200)
    }
    expect(asked()).toEqual([])
    expect(box.state.value).toBe('loading')
    vi.advanceTimersByTime(50)
    expect(asked().map(({ text }) => text)).toEqual(['calle'])
    expect(asked()[0]).toMatchObject({ language: 'es', country: 'ES', limit: 8 })
  })

  it('does not wait for coordinates and codes: nothing can be added to them', () => {
    const { box, asked } = openBox()
    box.type('40.4168, -3.7038')
    box.type('8CGRC78W+PF')
    expect(asked().map(({ text }) => text)).toEqual(['40.4168, -3.7038', '8CGRC78W+PF'])
  })

  it('asks nothing for two letters, and closes', async () => {
    const { box, asked, reply } = openBox()
    box.type('calle')
    vi.advanceTimersByTime(250)
    await reply(0, answer('Calle Mayor'))
    expect(box.state.value).toBe('ready')
    box.type('ca')
    vi.advanceTimersByTime(1000)
    expect(asked()).toHaveLength(1)
    expect(box.state.value).toBe('idle')
    expect(box.suggestions.value).toEqual([])
  })

  it('drops an answer to an older text, even when it comes last', async () => {
    const { box, reply } = openBox()
    box.type('calle')
    vi.advanceTimersByTime(250)
    box.type('calle mayor')
    vi.advanceTimersByTime(250)
    await reply(1, answer('Calle Mayor'))
    await reply(0, answer('Calle Ancha'))
    expect(box.suggestions.value.map(({ title }) => title)).toEqual(['Calle Mayor'])
  })

  it('drops an answer that comes after Escape', async () => {
    const { box, reply } = openBox()
    box.type('calle')
    vi.advanceTimersByTime(250)
    box.close()
    await reply(0, answer('Calle Mayor'))
    expect(box.state.value).toBe('idle')
    expect(box.suggestions.value).toEqual([])
  })

  it('keeps one session until a suggestion is resolved, and resolves in it', async () => {
    const { box, asked, reply, resolvedInput, found } = openBox()
    for (const text of ['calle', 'calle mayor']) {
      box.type(text)
      vi.advanceTimersByTime(250)
    }
    expect(asked().map(({ session }) => session)).toEqual(['session-1', 'session-1'])
    await reply(1, answer('Calle Mayor'))
    await box.choose(suggestion('Calle Mayor'))
    expect(resolvedInput()).toEqual({ id: 'id-Calle Mayor', session: 'session-1', language: 'es' })
    expect(found).toEqual([place])
    box.type('otra calle')
    vi.advanceTimersByTime(250)
    expect(asked().at(-1)?.session).toBe('session-2')
  })

  it('resolves nothing when the suggestion is complete', async () => {
    const { box, resolvedInput, found } = openBox()
    await box.choose(suggestion('Madrid', { place }))
    expect(found).toEqual([place])
    expect(resolvedInput()).toBeUndefined()
  })

  it('takes the first suggestion as soon as it is there when Enter came before', async () => {
    const { box, reply, found } = openBox()
    box.type('calle mayor')
    box.enter(0)
    vi.advanceTimersByTime(250)
    expect(found).toEqual([])
    await reply(0, answer('Calle Mayor', 'Calle Ancha'))
    expect(found).toEqual([place])
  })

  it('takes no swapped pair by an Enter that came before it was seen', async () => {
    const { box, reply, found } = openBox()
    const swapped = suggestion('0, 91', { place: { ...place, remarks: ['place.swapped'] } })
    box.type('91, 0')
    box.enter(0)
    await reply(0, succeed({ suggestions: [swapped], unavailable: [] }))
    expect(found).toEqual([])
    expect(box.suggestions.value).toHaveLength(1)
    box.enter(0)
    expect(found).toHaveLength(1)
  })

  it('forgets that Enter when the text goes on', async () => {
    const { box, reply, found } = openBox()
    box.type('calle mayor')
    box.enter(0)
    box.type('calle mayor 1')
    vi.advanceTimersByTime(250)
    await reply(0, answer('Calle Mayor 1'))
    expect(found).toEqual([])
    expect(box.state.value).toBe('ready')
  })

  it('says when it could not search, and when the chosen place is gone', async () => {
    const { box, reply, found } = openBox(fail('host/unavailable'))
    box.type('calle mayor')
    vi.advanceTimersByTime(250)
    await reply(0, fail('host/unavailable'))
    expect(box.state.value).toBe('failed')
    await box.choose(suggestion('Calle Mayor'))
    expect(box.state.value).toBe('lost')
    expect(found).toEqual([])
  })

  it('asks nothing more once the form is gone', () => {
    const { box, asked } = openBox()
    box.type('calle')
    scope.stop()
    vi.advanceTimersByTime(1000)
    expect(asked()).toEqual([])
  })
})

describe('tellingDistance', () => {
  it('shows any distance from the pin', () => {
    expect(tellingDistance({ metres: 273_000 }, true)).toBe(273_000)
  })

  it('shows one from another site only within 50 km', () => {
    expect(tellingDistance({ metres: 273_000 }, false)).toBeUndefined()
    expect(tellingDistance({ metres: 12_000 }, false)).toBe(12_000)
    expect(tellingDistance({}, true)).toBeUndefined()
  })
})
