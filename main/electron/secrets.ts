import type { SafeStorage } from 'electron'
import type { Log } from '../host/log.ts'
import type { SecretStore } from '../services/secrets/secret-store.ts'

type Keychain = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>

export interface KeychainSecretsOptions {
  keychain: Keychain
  platform: NodeJS.Platform
  /** Keeps what the keychain has sealed. */
  sealed: SecretStore
  /** Keeps secrets as they are, where there is no keychain. */
  plain: SecretStore
  log: Log
}

/**
 * Secrets sealed by the operating system's keychain (Electron's `safeStorage`). Where the system has none, an
 * owner-only file serves and says so. On Linux the backend `basic_text` seals with a key that anybody knows, which is
 * no better than the file.
 */
export function createKeychainSecrets(options: KeychainSecretsOptions): SecretStore {
  const { keychain, sealed, log } = options
  if (!hasKeychain(options)) {
    log.warn('no keychain', { secrets: 'file' })
    return options.plain
  }
  return {
    storage: 'keychain',
    set: (name, value) => sealed.set(name, keychain.encryptString(value).toString('base64')),
    has: (name) => sealed.has(name),
    remove: (name) => sealed.remove(name),
    async get(name) {
      const text = await sealed.get(name)
      if (text === undefined) return undefined
      try {
        return keychain.decryptString(Buffer.from(text, 'base64'))
      } catch (error) {
        // Sealed for another user or machine: it has to be typed again.
        log.error('secret not readable', { name }, error)
        return undefined
      }
    },
  }
}

function hasKeychain({ keychain, platform }: KeychainSecretsOptions): boolean {
  if (!keychain.isEncryptionAvailable()) return false
  return platform !== 'linux' || keychain.getSelectedStorageBackend() !== 'basic_text'
}
