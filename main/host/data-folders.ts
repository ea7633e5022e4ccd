import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The real data and, beside it, the demo data; a marker file says which one is in use. */
export interface DataFolders {
  active(): string
  isDemo(): boolean
  /** The folder of the real data. */
  real: string
  demo: string
  use(which: 'real' | 'demo'): void
  /** Removes the demo data, which must not be open. */
  clearDemo(): void
}

export function createDataFolders(root: string): DataFolders {
  const demo = join(root, 'demo')
  const marker = join(root, 'demo-is-open')
  const isDemo = (): boolean => existsSync(marker) && existsSync(demo)
  return {
    real: root,
    demo,
    isDemo,
    active: () => (isDemo() ? demo : root),
    use(which) {
      if (which === 'real') rmSync(marker, { force: true })
      else writeFileSync(marker, '')
    },
    clearDemo: () => rmSync(demo, { recursive: true, force: true }),
  }
}
