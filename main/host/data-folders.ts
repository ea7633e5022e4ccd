import { existsSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** The real data and, beside it, the demo data; a marker file says which one is open. */
export interface DataFolders {
  active(): string
  isDemo(): boolean
  demo: string
  switchTo(which: 'real' | 'demo'): void
  /** Removes the demo data; refused by the caller while it is open. */
  clearDemo(): void
}

export function createDataFolders(root: string): DataFolders {
  const demo = join(root, 'demo')
  const marker = join(root, 'demo-is-open')
  const isDemo = (): boolean => existsSync(marker) && existsSync(demo)
  return {
    demo,
    isDemo,
    active: () => (isDemo() ? demo : root),
    switchTo(which) {
      if (which === 'real') rmSync(marker, { force: true })
      else {
        mkdirSync(demo, { recursive: true })
        writeFileSync(marker, '')
      }
    },
    clearDemo: () => rmSync(demo, { recursive: true, force: true }),
  }
}
