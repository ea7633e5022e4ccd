import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { SecretStore } from './secret-store.ts'

type Values = Record<string, string>

/**
 * Secrets in a file that only this user can read (mode 0600): for hosts without a keychain. The screens say so. Each
 * change replaces the file whole.
 */
export function createFileSecrets(folder: string): SecretStore {
  const file = join(folder, 'secrets.json')
  let queue: Promise<unknown> = Promise.resolve()

  async function read(): Promise<Values> {
    try {
      const parsed: unknown = JSON.parse(await readFile(file, 'utf8'))
      const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []
      return Object.fromEntries(
        entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      )
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return {}
      throw error
    }
  }

  /** Changes run one after another, so that none is lost. */
  function change(edit: (values: Values) => void): Promise<void> {
    const done = queue.then(async () => {
      const values = await read()
      edit(values)
      await mkdir(dirname(file), { recursive: true })
      const part = `${file}.part`
      await writeFile(part, JSON.stringify(values), { mode: 0o600 })
      await chmod(part, 0o600)
      await rename(part, file)
    })
    queue = done.catch(() => undefined)
    return done
  }

  return {
    storage: 'file',
    set: (name, value) => change((values) => void (values[name] = value)),
    remove: (name) => change((values) => void delete values[name]),
    has: async (name) => Object.hasOwn(await read(), name),
    get: async (name) => {
      const values = await read()
      return Object.hasOwn(values, name) ? values[name] : undefined
    },
  }
}
