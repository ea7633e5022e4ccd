import { ensureBuilt } from './built.ts'

/** Vitest's global set-up for tests that run the built program. */
export default async function setup(): Promise<void> {
  await ensureBuilt()
}
