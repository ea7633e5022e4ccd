import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** As `store/file.ts` names them; the text of the time sorts as the time does. */
const SET_ASIDE = /^enlace\.damaged-.*\.sqlite$/
/** As `services/sync/joining.ts` does. */
const BEFORE_JOINING = /^enlace\.before-(joining|restore)-.*\.sqlite$/

/** The real data and, beside it, the demo data; a marker file says which one is in use. */
export interface DataFolders {
  active(): string
  isDemo(): boolean
  /** The folder of the real data. */
  real: string
  demo: string
  use(which: 'real' | 'demo'): void
  /** Damaged databases that lie beside the one in use, oldest first. */
  setAsideFiles(): string[]
  /** Databases that were in use before this desktop began with an organisation's data or a backup, oldest first. */
  beforeJoining(): string[]
  /** Removes the demo data, which must not be open. */
  clearDemo(): void
}

export function createDataFolders(root: string): DataFolders {
  const demo = join(root, 'demo')
  const marker = join(root, 'demo-is-open')
  const isDemo = (): boolean => existsSync(marker) && existsSync(demo)
  const filesOf = (pattern: RegExp): string[] => {
    const folder = isDemo() ? demo : root
    return readdirSync(folder)
      .filter((name) => pattern.test(name))
      .sort()
      .map((name) => join(folder, name))
  }
  return {
    real: root,
    demo,
    isDemo,
    active: () => (isDemo() ? demo : root),
    use(which) {
      if (which === 'real') rmSync(marker, { force: true })
      else writeFileSync(marker, '')
    },
    setAsideFiles: () => filesOf(SET_ASIDE),
    beforeJoining: () => filesOf(BEFORE_JOINING),
    clearDemo: () => rmSync(demo, { recursive: true, force: true }),
  }
}
