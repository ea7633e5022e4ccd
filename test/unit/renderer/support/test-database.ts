import { afterEach, beforeEach } from 'vitest'
import { openDatabase, type Database } from '#renderer/data/index.ts'
import { createReadHost } from '#test/support/read-host.ts'

/** An empty database for each test of a file, over the real reader. To be called before other hooks. */
export function testDatabase() {
  const opened = {} as { host: ReturnType<typeof createReadHost>; database: Database }
  beforeEach(async () => {
    opened.host = createReadHost()
    opened.database = await openDatabase(opened.host.client)
  })
  // What comes last is what was there first: by now nothing is mounted.
  afterEach(async () => {
    await opened.database.close()
    opened.host.close()
  })
  return opened
}
