import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import type { HostReply } from '#core/contract/envelope.ts'
import { createHostClient } from '#core/contract/host-client.ts'
import type { Place } from '#core/contract/methods/geo.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { useSiteEditor, type SiteEditor } from '#renderer/features/sites/useSiteEditor.ts'
import { siteOf } from '#test/support/builders.ts'
import { createChannel, fail, succeed } from '../support/screen.ts'

const cadiar: Place = {
  city: 'Cádiar',
  state: 'Andalucía',
  country: 'ES',
  latitude: 36.9469,
  longitude: -3.1806,
  metres: 2100,
  source: 'gazetteer',
  precision: 'place',
  remarks: [],
}
const granada: Place = { ...cadiar, city: 'Granada' }
const around = (place: Place) => succeed({ place, unavailable: [] })
const door = { latitude: 36.93, longitude: -3.19 }

/** A host with drafts that live as long as the test, and with addresses that come when the test says so. */
function createWorld() {
  const drafts = new Map<string, unknown>()
  const waiting: ((reply: HostReply) => void)[] = []
  const channel = createChannel({
    'drafts.get': (input) => {
      const { key } = input as { key: string }
      return succeed({ value: drafts.get(key) ?? null, savedAt: '2026-03-05T10:32:00.000Z' })
    },
    'drafts.put': (input) => {
      const { key, value } = input as { key: string; value: unknown }
      drafts.set(key, structuredClone(value))
      return succeed({})
    },
    'drafts.remove': (input) => {
      drafts.delete((input as { key: string }).key)
      return succeed({})
    },
    'geo.reverse': () => new Promise<HostReply>((done) => waiting.push(done)),
  })
  const host = createHostClient(channel.transport)

  async function open(site?: Site) {
    let editor: SiteEditor | undefined
    const wrapper = mount(
      defineComponent({
        setup() {
          editor = useSiteEditor({
            host,
            language: () => 'es',
            site: () => site,
            newFor: site ? undefined : 'customer-1',
            siteId: site?.id,
            country: () => 'ES',
            otherNames: () => ['Sede central'],
          })
          return () => null
        },
      }),
    )
    await flushPromises()
    if (!editor?.form.value) throw new Error('the form did not open')
    return { editor, form: editor.form.value, close: () => wrapper.unmount() }
  }
  return {
    drafts,
    open,
    reverses: () => channel.calls.filter(({ method }) => method === 'geo.reverse').map(({ input }) => input),
    async reply(index: number, reply: HostReply) {
      waiting[index]?.(reply)
      await flushPromises()
    },
  }
}

describe('the pin', () => {
  it('stays where it was put while the address around it fills the texts', async () => {
    const world = createWorld()
    const { editor, form } = await world.open()
    void editor.settle(door)
    expect(editor.address.value).toBe('asking')
    expect(editor.plusCode.value).toMatch(/^8C/)
    await world.reply(0, around(cadiar))
    expect(form).toMatchObject({ ...door, city: 'Cádiar', source: 'user', precision: 'pin' })
    expect(editor.address.value).toBe('found')
  })

  it('asks no address while it is on its way', async () => {
    const world = createWorld()
    const { editor } = await world.open()
    editor.move(door)
    editor.move({ latitude: 36.94, longitude: -3.2 })
    expect(world.reverses()).toEqual([])
    void editor.settle({ latitude: 36.94, longitude: -3.2 })
    expect(world.reverses()).toEqual([{ latitude: 36.94, longitude: -3.2, language: 'es' }])
  })

  it('forgets the address of a place it has left meanwhile', async () => {
    const world = createWorld()
    const { editor, form } = await world.open()
    void editor.settle(door)
    void editor.settle({ latitude: 37.18, longitude: -3.6 })
    await world.reply(1, around(granada))
    await world.reply(0, around(cadiar))
    expect(form).toMatchObject({ city: 'Granada', latitude: 37.18 })
  })

  it('is exact by hand, and as exact as before when the drag is given up', async () => {
    const world = createWorld()
    const { editor, form } = await world.open()
    editor.choose(cadiar)
    expect(form).toMatchObject({ source: 'offline', precision: 'place' })
    editor.move(door)
    expect(form).toMatchObject({ source: 'user', precision: 'pin' })
    editor.move({ latitude: 36.9469, longitude: -3.1806 })
    expect(form).toMatchObject({ source: 'offline', precision: 'place' })
  })

  it('is as exact as it could be set', async () => {
    const world = createWorld()
    const { editor, form } = await world.open()
    void editor.settle(door, 'place')
    expect(form).toMatchObject({ source: 'user', precision: 'place' })
    void editor.settle({ ...door, latitude: 36.931 })
    expect(form.precision).toBe('pin')
  })

  it('stays, and the form says so, when no address can be had', async () => {
    const world = createWorld()
    const { editor, form } = await world.open()
    void editor.settle(door)
    await world.reply(0, fail('host/unavailable'))
    expect(editor.address.value).toBe('failed')
    expect(form).toMatchObject(door)
  })

  it('says so when it leaves the searched address as it is', async () => {
    const world = createWorld()
    const { editor, form } = await world.open()
    editor.choose({ ...cadiar, name: 'Calle Larga 2', addressLine1: 'Calle Larga 2', postcode: '18440' })
    void editor.settle({ latitude: 36.9465, longitude: -3.181 })
    await world.reply(0, around(cadiar))
    expect(form).toMatchObject({ addressLine1: 'Calle Larga 2', postcode: '18440', precision: 'pin' })
    expect(editor.address.value).toBe('kept')
    expect(editor.found.value).toBeUndefined()
  })

  it('has its longitude normalised', async () => {
    const world = createWorld()
    const { editor, form } = await world.open()
    void editor.settle({ latitude: -16.8, longitude: 190 })
    expect(form.longitude).toBe(-170)
  })
})

describe('a text in the position field that is no position', () => {
  const issue = { path: 'latitude', code: 'site.positionUnread', severity: 'error' } as const

  it('keeps the form from being saved with the position before it', async () => {
    const world = createWorld()
    const { editor, form } = await world.open()
    editor.choose({ ...cadiar, name: 'Finca' })
    expect(editor.edit.attempt()).toBe(true)
    editor.refuseText(issue)
    expect(editor.edit.attempt()).toBe(false)
    expect(editor.issuesOf('latitude')[0]).toEqual(issue)
    editor.move(door)
    expect(editor.edit.attempt()).toBe(true)
    expect(form).toMatchObject(door)
  })

  it('takes the pin away when it is empty', async () => {
    const world = createWorld()
    const { editor } = await world.open()
    editor.choose({ ...cadiar, name: 'Finca' })
    editor.clearPosition()
    expect(editor.position.value).toBeUndefined()
    expect(editor.plusCode.value).toBeUndefined()
    expect(editor.edit.attempt()).toBe(false)
    expect(editor.issuesOf('longitude').concat(editor.issuesOf('latitude'))[0]?.code).toBe(
      'site.positionMissing',
    )
  })
})

describe('saving', () => {
  it('can wait for the address at the pin', async () => {
    const world = createWorld()
    const { editor, form } = await world.open()
    let isRested = false
    void editor.settle(door)
    const rested = editor.rested().then(() => (isRested = true))
    await flushPromises()
    expect(isRested).toBe(false)
    await world.reply(0, around(cadiar))
    await rested
    expect(form.city).toBe('Cádiar')
  })
})

describe('offers', () => {
  it('leave typed texts alone until they are taken, one by one or all', async () => {
    const world = createWorld()
    const { editor, form } = await world.open()
    Object.assign(form, { city: 'Alcútar', state: 'Granada' })
    void editor.settle(door)
    await world.reply(0, around(cadiar))
    expect(form).toMatchObject({ city: 'Alcútar', state: 'Granada' })
    expect(editor.offers.value.map(({ field }) => field)).toEqual(['city', 'state'])
    const offer = editor.offerFor('city')
    if (offer) editor.acceptOffer(offer)
    expect(form).toMatchObject({ city: 'Cádiar', state: 'Granada' })
    editor.acceptAll()
    expect(form.state).toBe('Andalucía')
    expect(editor.offers.value).toEqual([])
  })

  it('count as filled once taken: the next place replaces them', async () => {
    const world = createWorld()
    const { editor, form } = await world.open()
    form.city = 'Alcútar'
    editor.choose(cadiar)
    editor.acceptAll()
    editor.choose(granada)
    expect(form.city).toBe('Granada')
  })

  it('go away when a person keeps what was typed', async () => {
    const world = createWorld()
    const { editor, form } = await world.open()
    form.city = 'Alcútar'
    editor.choose(cadiar)
    editor.keepMine()
    expect(editor.offers.value).toEqual([])
    expect(form.city).toBe('Alcútar')
  })
})

describe('drafts', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('bring the form back, and still know which texts a place had filled', async () => {
    const world = createWorld()
    const first = await world.open()
    first.editor.choose(cadiar)
    first.form.addressNote = 'Granero rojo'
    await flushPromises()
    vi.advanceTimersByTime(400)
    first.close()

    const second = await world.open()
    expect(second.form).toMatchObject({ city: 'Cádiar', addressNote: 'Granero rojo', latitude: 36.9469 })
    expect(second.editor.edit.restoredAt.value).toBe('2026-03-05T10:32:00.000Z')
    second.editor.choose(granada)
    expect(second.form.city).toBe('Granada')
    second.close()
  })

  it('are one for each customer and for each site', async () => {
    const world = createWorld()
    const fresh = await world.open()
    fresh.form.name = 'Finca'
    const other = await world.open(siteOf())
    other.form.name = 'Sede sur'
    await flushPromises()
    vi.advanceTimersByTime(400)
    expect([...world.drafts.keys()].sort()).toEqual(['site:new:customer-1', 'site:site-1'])
    fresh.close()
    other.close()
  })

  it('go when the form is given up, which stops an address on its way too', async () => {
    const world = createWorld()
    const { editor, close } = await world.open(siteOf())
    void editor.settle(door)
    await flushPromises()
    vi.advanceTimersByTime(400)
    expect(world.drafts.size).toBe(1)
    await editor.edit.discard()
    await world.reply(0, around(cadiar))
    expect(editor.form.value).toMatchObject({ city: 'Madrid', latitude: 40.4168 })
    await flushPromises()
    expect(world.drafts.size).toBe(0)
    close()
  })
})
