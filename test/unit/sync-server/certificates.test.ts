import { X509Certificate } from 'node:crypto'
import { statSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readConfig } from '#sync-server/config.ts'
import { startSyncServer } from '#sync-server/index.ts'
import { isLoopback, ownCertificate } from '#sync-server/tls/certificates.ts'
import { tempFolder } from '#test/support/temp-folder.ts'

const NOW = Date.UTC(2026, 5, 1)
const DAY = 24 * 60 * 60 * 1000

describe('the own authority', () => {
  it('is made once, and its certificate again when it ends soon or a name is new', async () => {
    const folder = tempFolder()
    const first = await ownCertificate(folder, ['enlace.local', '192.0.2.7'], NOW)
    expect(await ownCertificate(folder, ['enlace.local'], NOW + 300 * DAY)).toEqual(first)
    const renewed = await ownCertificate(folder, ['enlace.local'], NOW + 340 * DAY)
    expect(renewed.fingerprint).toBe(first.fingerprint)
    expect(renewed.key).not.toBe(first.key)
    const named = await ownCertificate(folder, ['enlace.local', 'other.local'], NOW + 340 * DAY)
    expect(named.key).not.toBe(renewed.key)
    expect(new X509Certificate(named.cert).checkHost('other.local')).toBe('other.local')
  })

  it('keeps its keys from other people', async () => {
    const folder = join(tempFolder(), 'tls')
    await ownCertificate(folder, ['enlace.local'], NOW)
    for (const file of ['authority.key', 'server.key'])
      expect(statSync(join(folder, file)).mode & 0o077).toBe(0)
  })
})

it('says which addresses need no TLS', () => {
  expect(['127.0.0.1', '127.8.0.1', '::1', 'localhost'].map(isLoopback)).toEqual([true, true, true, true])
  expect(['0.0.0.0', '::', '192.168.1.5', 'localhost.example'].map(isLoopback)).toEqual([
    false,
    false,
    false,
    false,
  ])
})

it('serves TLS beyond loopback, which a desktop trusts by the authority alone', async () => {
  const config = readConfig([], { PORT: '0', ENLACE_DATA: tempFolder(), ENLACE_LOG_LEVEL: 'silent' })
  if (!config.ok) throw new Error('no config')
  const server = await startSyncServer({ ...config.value, host: '0.0.0.0' })
  onTestFinished(() => server.close())
  const { port, protocol } = new URL(server.url)
  expect(protocol).toBe('https:')
  const authority = await ownCertificate(join(config.value.data, 'tls'), ['localhost'], Date.now())
  const get = (ca?: string) =>
    new Promise<number | string>((resolve) => {
      request({ host: 'localhost', port, path: '/health', ca }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
        .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''))
        .end()
    })
  expect(await get(authority.cert)).toBe(200)
  expect(await get()).toBe('SELF_SIGNED_CERT_IN_CHAIN')
})
