/** Keys and passwords of this desktop. Windows may set, remove and ask for one, never read it back. */
export interface SecretStore {
  /** How they are kept: the operating system's keychain, or a file that only this user can read. */
  storage: 'keychain' | 'file'
  /** False when the change could not be kept. */
  set(name: string, value: string): Promise<boolean>
  has(name: string): Promise<boolean>
  get(name: string): Promise<string | undefined>
  remove(name: string): Promise<boolean>
}
