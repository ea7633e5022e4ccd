import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import PlusCodeCard from '#renderer/features/sites/PlusCodeCard.vue'
import { geoLink, googleMapsLink, mailLink } from '#renderer/features/sites/place-links.ts'
import { createChannel, fail, mountScreen, succeed } from '../support/screen.ts'

const site = { code: '8CGRC78W+PFG', latitude: 40.4168, longitude: -3.7038, name: 'Sede & almacén' }

describe('links to a place', () => {
  it('carry six decimals, and no more digits than needed', () => {
    expect(googleMapsLink(40.41678912, -3.7)).toBe(
      'https://www.google.com/maps/search/?api=1&query=40.416789,-3.7',
    )
    expect(geoLink(-16.5, 179.9999999)).toBe('geo:-16.5,180')
  })

  it('write the smallest numbers without an exponent', () => {
    expect(geoLink(0.00000001, -0.0000012)).toBe('geo:0,-0.000001')
  })

  it('put any text into a mail', () => {
    const url = new URL(mailLink('Sede & almacén', 'Código: 8CGR+C7\nhttps://a?b=1&c=2'))
    expect(url.searchParams.get('subject')).toBe('Sede & almacén')
    expect(url.searchParams.get('body')).toBe('Código: 8CGR+C7\nhttps://a?b=1&c=2')
  })
})

describe('the Plus Code card', () => {
  afterEach(() => document.body.replaceChildren())

  function open(answer = succeed({})) {
    const channel = createChannel({ 'app.openExternal': answer })
    const wrapper = mountScreen(PlusCodeCard, { transport: channel.transport }, { props: site })
    const press = async (text: string) => {
      await wrapper
        .findAll('button')
        .find((button) => button.text() === text)
        ?.trigger('click')
      await flushPromises()
    }
    return { channel, wrapper, press }
  }

  it('shows the eleven characters that people share, and names the twelve that are stored', () => {
    const code = open().wrapper.get('[data-testid="plus-code"]')
    expect(code.text()).toBe('8CGRC78W+PF')
    expect(code.attributes('title')).toContain('8CGRC78W+PFG')
  })

  it('opens the maps through the host, which knows what may be opened', async () => {
    const { channel, press } = open()
    await press('Google Maps')
    await press('App de mapas')
    expect(channel.calls).toEqual([
      {
        method: 'app.openExternal',
        input: { url: 'https://www.google.com/maps/search/?api=1&query=40.4168,-3.7038' },
      },
      { method: 'app.openExternal', input: { url: 'geo:40.4168,-3.7038' } },
    ])
  })

  it('survives a host that opens nothing', async () => {
    const { channel, wrapper, press } = open(fail('host/unavailable'))
    await press('Google Maps')
    expect(channel.calls).toHaveLength(1)
    expect(wrapper.get('[data-testid="plus-code"]').text()).toBe('8CGRC78W+PF')
  })

  it('shares the name, the eleven characters and a link that every phone opens', async () => {
    const { channel, wrapper } = open()
    await wrapper
      .findAll('button')
      .find((button) => button.text() === 'Compartir')
      ?.trigger('keydown', { key: 'Enter' })
    await flushPromises()
    const mail = [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')].find((item) =>
      item.textContent.includes('Enviar por correo'),
    )
    mail?.click()
    await flushPromises()
    expect(mail).toBeDefined()
    const { url } = channel.inputOf('app.openExternal') as { url: string }
    expect(new URL(url).searchParams.get('subject')).toBe('Sede & almacén')
    expect(new URL(url).searchParams.get('body')).toBe(
      'Sede & almacén: 8CGRC78W+PF\nhttps://www.google.com/maps/search/?api=1&query=40.4168,-3.7038',
    )
  })
})
