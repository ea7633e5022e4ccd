import { expect, it } from 'vitest'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { databaseFile } from '#main/store/database-file.ts'
import { catchUp } from '#main/store/first-load.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { removeFolder, startBrowserHost, temporaryFolder } from '../support/browser-host.ts'
import { fileContents } from '../support/file-contents.ts'
import { enterOffice, until, type OfficeHost } from '../support/office-host.ts'
import { makeOlder } from '../support/older-file.ts'

/** Some 30,000 records and entries: seconds of work. */
const CUSTOMERS = 1500
const KILLS = 3

/** What the demo's bulk commands left for a moment later: the program was ended before. */
function finishText(folder: string): void {
  const db = openSqlite(databaseFile(folder))
  while (catchUp(db)) continue
  db.close()
}

const opening = ({ call }: OfficeHost) => call('app', 'opening', {})

/** Waits until so many records more are done, and answers what it is at then. */
const workOn = (office: OfficeHost, from: number, more: number) =>
  until(
    () => opening(office),
    ({ state, step }) => state === 'open' || step?.phase !== 'records' || step.done >= from + more,
    60_000,
  )

it('a desktop that was updated listens at once, and goes on where its data was when it was ended', async () => {
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 100_000)
  console.log(`CRASH_SEED=${seed}`)
  const random = createSeededRandom(seed)
  const folder = temporaryFolder()
  const filled = await startBrowserHost({ folder, flags: ['--locale=es', `--demo=${CUSTOMERS}`] })
  await filled.stop()
  finishText(folder)
  const kept = fileContents(folder)
  makeOlder(folder)

  // Ended in order it is not checked by the next start, which goes on behind what is done.
  const first = await enterOffice({ folder })
  expect(await opening(first)).toMatchObject({ state: 'opening', locale: 'es', step: { phase: 'records' } })
  const { step } = await workOn(first, 0, 4000)
  await first.host.stop()
  expect(first.host.child.exitCode).toBe(0)
  let done = step?.done ?? 0
  for (let kill = 0; kill < KILLS; kill++) {
    const office = await enterOffice({ folder })
    const found = await opening(office)
    expect(found.state).toBe('opening')
    if (kill === 0) expect(found.step?.done).toBeGreaterThanOrEqual(done)
    const reached = await workOn(office, done, random.int(0, 3000))
    done = reached.step?.done ?? done
    await office.host.kill()
  }

  const last = await enterOffice({ folder })
  // Every other call is answered when the data is open.
  const { total } = await last.call('customers', 'list', {
    ...{ filter: { archived: 'with' }, sort: { field: 'sortName', direction: 'asc' }, skip: 0, limit: 1 },
  })
  expect(total).toBe(CUSTOMERS)
  expect(await opening(last)).toEqual({ state: 'open' })
  expect((await last.call('app', 'info', {})).setup).toBe('done')
  await last.host.stop()
  for (const [name, value] of Object.entries(fileContents(folder)))
    expect([name, value]).toEqual([name, kept[name as keyof typeof kept]])
  removeFolder(folder)
}, 300_000)
