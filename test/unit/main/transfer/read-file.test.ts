import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, it } from 'vitest'
import { createReadFile } from '#main/services/transfer/read-file.ts'
import { createTransferFiles } from '#main/services/transfer/transfer-files.ts'
import type { TransferThread } from '#main/services/transfer/transfer-thread.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-file-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('a file that was let go of while its thread started holds no place of the next one', async () => {
  const starts: (() => void)[] = []
  let running = 0
  const table = createReadFile({
    files: createTransferFiles(() => folder, uuidv7),
    largest: 100,
    tooLarge: 'import/too-large',
    startThread: () =>
      new Promise((resolve) =>
        starts.push(() => {
          running++
          const thread: TransferThread = {
            call: () =>
              Promise.resolve({ ok: false, error: { code: 'host/internal', message: '', retryable: false } }),
            close: () => Promise.resolve(void running--),
          }
          resolve({ ok: true, value: thread })
        }),
      ),
  })
  const begin = async (name: string): Promise<string> => {
    const begun = await table.begin({ name, size: 0 })
    if (!begun.ok) throw new Error(begun.error.code)
    return begun.value.file
  }
  const first = await begin('first.csv')
  const reading = table.whole(first)
  const second = await begin('second.csv')
  starts[0]?.()
  expect(await reading).toMatchObject({ ok: false, error: { code: 'import/file-gone' } })
  expect(running).toBe(0)

  const readingSecond = table.whole(second)
  starts[1]?.()
  expect(await readingSecond).toMatchObject({ ok: true, value: { file: { name: 'second.csv' } } })
  await table.close()
  expect(running).toBe(0)
})
