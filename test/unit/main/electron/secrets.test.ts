import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createKeychainSecrets } from '#main/electron/secrets.ts'
import { createLog } from '#main/host/log.ts'
import { createFileSecrets } from '#main/services/secrets/file-secrets.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

type Backend = ReturnType<
  Parameters<typeof createKeychainSecrets>[0]['keychain']['getSelectedStorageBackend']
>

interface World {
  folder?: string
  isAvailable?: boolean
  platform?: NodeJS.Platform
  backend?: Backend
  /** The user whose keychain it is. */
  user?: number
}

/** A stand-in for the operating system's keychain: it seals by a byte of its own and opens nothing else. */
function makeSecrets({
  folder = tempFolder(),
  isAvailable = true,
  platform = 'linux',
  backend = 'gnome_libsecret',
  user = 90,
}: World = {}) {
  const lines: string[] = []
  const log = createLog(
    (line) => lines.push(line),
    () => 0,
  )
  const turn = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ user))
  const secrets = createKeychainSecrets({
    keychain: {
      isEncryptionAvailable: () => isAvailable,
      getSelectedStorageBackend: () => backend,
      encryptString: (text) => turn(Buffer.from(`sealed:${text}`)),
      decryptString(bytes) {
        const text = turn(bytes).toString()
        if (!text.startsWith('sealed:')) throw new Error('not sealed here')
        return text.slice('sealed:'.length)
      },
    },
    platform,
    sealed: createFileSecrets(folder, log, 'secrets.sealed.json'),
    plain: createFileSecrets(folder, log),
    log,
  })
  return { secrets, folder, lines }
}

const allText = (folder: string): string =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')

describe('with a keychain', () => {
  it('keeps, tells and forgets a secret, also after a restart', async () => {
    const { secrets, folder } = makeSecrets()
    expect(secrets.storage).toBe('keychain')
    expect(await secrets.set('google.key', 'clave-ñ-123')).toBe(true)
    const again = makeSecrets({ folder }).secrets
    expect(await again.has('google.key')).toBe(true)
    expect(await again.get('google.key')).toBe('clave-ñ-123')
    expect(await again.remove('google.key')).toBe(true)
    expect(await again.has('google.key')).toBe(false)
    expect(await again.get('google.key')).toBeUndefined()
  })

  it('writes it nowhere as it is', async () => {
    const { secrets, folder } = makeSecrets()
    await secrets.set('google.key', 'clave-123')
    expect(readdirSync(folder)).toEqual(['secrets.sealed.json'])
    expect(allText(folder)).not.toContain('clave-123')
    expect(allText(folder)).not.toContain(Buffer.from('clave-123').toString('base64'))
  })

  it('says that a secret is to be typed again when another user sealed it, and keeps it for them', async () => {
    const { secrets, folder } = makeSecrets()
    await secrets.set('mail.password', 'x')
    const other = makeSecrets({ folder, user: 17 })
    expect(await other.secrets.get('mail.password')).toBeUndefined()
    expect(other.lines.join('\n')).toContain('mail.password')
    expect(await secrets.get('mail.password')).toBe('x')
  })
})

describe('without a keychain', () => {
  it.each<[string, World]>([
    ['the system has none', { isAvailable: false }],
    ["Linux seals with everybody's key", { backend: 'basic_text' }],
  ])('uses the owner-only file and says so: %s', async (_why, world) => {
    const { secrets, folder, lines } = makeSecrets(world)
    expect(secrets.storage).toBe('file')
    expect(lines).toHaveLength(1)
    await secrets.set('google.key', 'clave-123')
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
    expect(await makeSecrets({ ...world, folder }).secrets.get('google.key')).toBe('clave-123')
    expect(lines.join('\n')).not.toContain('clave-123')
  })

  it('asks for the backend on Linux only: other systems have no such question', () => {
    expect(makeSecrets({ platform: 'win32', backend: 'basic_text' }).secrets.storage).toBe('keychain')
    expect(makeSecrets({ platform: 'darwin', backend: 'basic_text' }).secrets.storage).toBe('keychain')
  })
})

describe('the file', () => {
  it('loses nothing when many changes come at once', async () => {
    const { secrets, folder } = makeSecrets({ isAvailable: false })
    const names = Array.from({ length: 20 }, (_, index) => `name-${index}`)
    await Promise.all(names.map((name) => secrets.set(name, name)))
    const again = makeSecrets({ isAvailable: false, folder }).secrets
    expect(await Promise.all(names.map((name) => again.get(name)))).toEqual(names)
    expect(readdirSync(folder)).toEqual(['secrets.json'])
  })

  it.each(['', '{"a":', '[]x', '{"a":1}', 'null'])(
    'sets a damaged one aside, unchanged: %j',
    async (text) => {
      const folder = tempFolder()
      writeFileSync(join(folder, 'secrets.json'), text)
      const { secrets } = makeSecrets({ isAvailable: false, folder })
      expect(await secrets.get('a')).toBeUndefined()
      expect(await secrets.set('b', '2')).toBe(true)
      expect(readFileSync(join(folder, 'secrets.json.damaged'), 'utf8')).toBe(text)
      expect(await secrets.get('b')).toBe('2')
    },
  )

  it('narrows the mode of a file that others could read', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'secrets.json'), '{}', { mode: 0o644 })
    await makeSecrets({ isAvailable: false, folder }).secrets.set('a', '1')
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  it('says when a change could not be kept', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'file'), '')
    const { secrets } = makeSecrets({ isAvailable: false, folder: join(folder, 'file') })
    expect(await secrets.set('a', '1')).toBe(false)
  })

  it('does not mistake the names that every object has', async () => {
    const { secrets } = makeSecrets({ isAvailable: false })
    expect(await secrets.has('constructor')).toBe(false)
    await secrets.set('__proto__', 'x')
    expect(await secrets.get('__proto__')).toBe('x')
  })
})
