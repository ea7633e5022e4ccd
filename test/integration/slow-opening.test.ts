import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { databaseFile } from '#main/store/database-file.ts'
import { catchUp } from '#main/store/first-load.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { removeFolder, startBrowserHost, temporaryFolder } from '../support/browser-host.ts'
import { fileContents } from '../support/file-contents.ts'
import { enterOffice, startOffice, until, type OfficeHost } from '../support/office-host.ts'
import { add, namesOf } from '../support/offices.ts'
import { asOlderBackup, makeOlder } from '../support/older-file.ts'
import { fetchFile, handIn } from '../support/window-files.ts'

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

it('a restore that ends while the backup is made ready leaves the desktop as it was, and nothing of the backup', async () => {
  const source = await startOffice({ flags: ['--locale=es', `--demo=${CUSTOMERS}`] })
  const { file: made } = await source.call('backup', 'make', { name: 'copia' })
  const backup = asOlderBackup(await fetchFile(source, made))
  await source.host.stop()
  removeFolder(source.host.folder)

  const folder = temporaryFolder()
  const office = await startOffice({ folder })
  await add(office, 'Bar Sol')
  const file = await handIn(office, 'backup', backup)
  await office.call('backup', 'read', { file })
  const ended = expect(office.call('backup', 'restore', { file })).rejects.toThrow()
  await until(
    () => opening(office),
    ({ step }) => (step?.done ?? 0) > 0,
  )
  expect(await opening(office)).toMatchObject({ state: 'opening', isBackup: true })
  await office.host.kill()
  await ended

  const next = await enterOffice({ folder })
  expect(await namesOf(next)).toEqual(['Bar Sol'])
  for (const left of ['joining', 'restoring'])
    expect([left, existsSync(join(folder, left))]).toEqual([left, false])
  await next.host.stop()
  removeFolder(folder)
}, 120_000)
