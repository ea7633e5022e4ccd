import { describe, expect, it } from 'vitest'
import { checkAttribution, checkTileUrl, readTileServer } from '#renderer/features/settings/tile-server.ts'

describe('address of a tile server', () => {
  it.each([
    'https://tiles.example.org/{z}/{x}/{y}.png',
    'https://example.org/wmts?z={z}&x={x}&y={y}&key=abc',
    ' https://tiles.example.org/{z}/{x}/{y}@2x.png ',
    'http://localhost:8080/{z}/{x}/{y}.png',
    'http://192.168.1.20/tiles/{z}/{x}/{y}',
    'http://mapas/{z}/{x}/{y}.png',
  ])('may be %s', (url) => {
    expect(checkTileUrl(url)).toBeUndefined()
  })

  it.each([
    ['', 'settings.map.urlMissing'],
    ['tiles.example.org/{z}/{x}/{y}', 'settings.map.urlForm'],
    ['http://tiles.example.org/{z}/{x}/{y}', 'settings.map.urlForm'],
    ['file:///tiles/{z}/{x}/{y}', 'settings.map.urlForm'],
    ['javascript:alert(1)//{z}{x}{y}', 'settings.map.urlForm'],
    ['http://172.32.0.1/{z}/{x}/{y}', 'settings.map.urlForm'],
    ['https://tiles.example.org/{z}/{x}/1.png', 'settings.map.urlNoPlaces'],
  ])('may not be "%s"', (url, key) => {
    expect(checkTileUrl(url)?.key).toBe(key)
  })

  it('says which places are missing', () => {
    expect(checkTileUrl('https://tiles.example.org/{x}.png')?.missing).toBe('{z}, {y}')
  })

  it('needs words on whose map it is', () => {
    expect(checkAttribution('  ')?.key).toBe('settings.map.attributionMissing')
    expect(checkAttribution('© Ayuntamiento')).toBeUndefined()
  })
})

describe('the kept server', () => {
  it('is read whole or not at all', () => {
    const kept = { url: 'https://a/{z}/{x}/{y}', attribution: '© A', maxZoom: 17 }
    expect(readTileServer(kept)).toEqual(kept)
    expect(readTileServer({ url: 'https://a', attribution: '' })?.maxZoom).toBe(19)
    for (const other of [null, undefined, 'https://a', {}, { url: 1, attribution: '' }]) {
      expect(readTileServer(other)).toBeUndefined()
    }
  })
})
