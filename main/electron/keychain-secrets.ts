import type { SafeStorage } from 'electron'
import type { SecretStore } from '../services/secrets/secret-store.ts'

/**
 * Secrets encrypted by the operating system's keychain (Electron's `safeStorage`), kept in the same owner-only file as
 * those of the browser host. Where the system has no keychain the plain file serves, and says so.
 */
export function createKeychainSecrets(safeStorage: SafeStorage, file: SecretStore): SecretStore {
  const isWeak = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
  if (!safeStorage.isEncryptionAvailable() || isWeak) return file
  return {
    ...file,
    storage: 'keychain',
    set: (name, value) => file.set(name, safeStorage.encryptString(value).toString('base64')),
    async get(name) {
      const sealed = await file.get(name)
      return sealed === undefined ? undefined : safeStorage.decryptString(Buffer.from(sealed, 'base64'))
    },
  }
}
