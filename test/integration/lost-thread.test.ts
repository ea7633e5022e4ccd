import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { openStore } from '#main/store/open-store.ts'
import { built } from '../support/built.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { verifyFile } from '../support/verify-file.ts'
import { setUpInput } from '../support/writer-store.ts'

/** The built worker, whose thread ends in the middle of a call when asked to write the setting `end`. */
function workerThatEnds(folder: string): string {
  const file = join(folder, 'worker.mjs')
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ method, input }) => {
      if (method === 'local.put' && input.key === 'end') process.exit(1)
    })
    await import(${JSON.stringify(pathToFileURL(built('main', 'store-worker.js')).href)})`,
  )
  return file
}

const lost = { ok: false, error: { code: 'host/unavailable' } }

it('answers every pending and later call when its writer thread has ended, and keeps what it acknowledged', async () => {
  const folder = join(tempFolder(), 'data')
  const opened = await openStore({ folder, workerFile: workerThatEnds(tempFolder()) })
  if (!opened.ok) throw new Error(opened.error.message)
  const { store } = opened.value
  await store.setUp(setUpInput)
  const create = (name: string) =>
    store.run({ command: 'customer.create', input: { name, type: 'business' } })
  expect(await create('Antes')).toMatchObject({ ok: true })
  const end = store.local.put('setting', 'end', 1)
  const pending = [create('Pendiente 1'), create('Pendiente 2'), store.undo({}), store.redo({})]
  expect(await end).toMatchObject(lost)
  expect(await Promise.all(pending)).toMatchObject([lost, lost, lost, lost])
  expect(await create('Después')).toMatchObject(lost)
  expect(await store.local.get('setting', 'end')).toBeUndefined()
  // The reader is a thread of its own.
  const count = () => store.read('store', 'count', { collection: 'customers', selector: {} })
  expect(await count()).toMatchObject({ ok: true, value: { count: 1 } })
  await Promise.all([store.close(), store.close()])
  expect(await count()).toMatchObject(lost)

  const again = await openStore({ folder, workerFile: built('main', 'store-worker.js') })
  if (!again.ok) throw new Error(again.error.message)
  expect(verifyFile(folder)).toEqual({ ops: 2, faults: [] })
  await again.value.store.close()
})
