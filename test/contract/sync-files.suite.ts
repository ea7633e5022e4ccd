import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HostReply } from '#core/contract/envelope.ts'
import { createHostClient, type HostClient } from '#core/contract/host-client.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import { ensureBuilt } from '../support/built.ts'
import { freePort } from '../support/server-process.ts'
import type { OpenedTransport } from '../support/transports.ts'
import { setUpInput } from '../support/writer-store.ts'

const valueOf = <T>(reply: HostReply<T>): T => {
  if (!reply.ok) throw new Error(JSON.stringify(reply.error))
  return reply.value
}

/** What a window relies on when this desktop is the hub and files go to and fro, whatever carries its calls. */
export function describeSyncFiles(name: string, open: () => Promise<OpenedTransport>): void {
  describe(`hub and files over ${name}`, () => {
    let opened: OpenedTransport
    let client: HostClient
    const events: HostEvent[] = []

    beforeAll(async () => {
      await ensureBuilt()
      opened = await open()
      client = createHostClient(opened.transport)
      client.subscribe((event) => events.push(event))
      expect(await client.app.setUp(setUpInput)).toMatchObject({ ok: true })
    }, 120_000)

    afterAll(() => opened.close())

    /** Hands a file over in two pieces. */
    async function handIn(to: 'syncFiles' | 'hub' | 'backup', bytes: Buffer): Promise<string> {
      const { file } = valueOf(await client[to].begin({ name: 'x.enlace', size: bytes.length }))
      const half = Math.floor(bytes.length / 2)
      for (const [offset, end] of [
        [0, half],
        [half, bytes.length],
      ] as const)
        valueOf(await client[to].add({ file, offset, data: bytes.subarray(offset, end).toString('base64') }))
      return file
    }

    async function fetchFile(file: string): Promise<Buffer> {
      const parts: Buffer[] = []
      for (let offset = 0; ;) {
        const piece = valueOf(await client.files.read({ file, offset }))
        parts.push(Buffer.from(piece.data, 'base64'))
        offset += parts.at(-1)?.length ?? 0
        if (piece.isLast) break
      }
      valueOf(await client.files.remove({ file }))
      return Buffer.concat(parts)
    }

    it('refuses files on a desktop that works alone, and files that are not all there', async () => {
      const notConnected = { ok: false, error: { code: 'sync/not-connected' } }
      expect(await client.syncFiles.make({ name: 'ida' })).toMatchObject(notConnected)
      const { file } = valueOf(await client.syncFiles.begin({ name: 'x', size: 4 }))
      expect(await client.syncFiles.read({ file })).toMatchObject(notConnected)
      expect(await client.syncFiles.add({ file, offset: 2, data: 'AAAA' })).toMatchObject({
        error: { code: 'import/out-of-order' },
      })
      expect(await client.syncFiles.begin({ name: 'x', size: 2 ** 40 })).toMatchObject({
        error: { code: 'sync/file-too-large' },
      })
      expect(await client.hub.status({})).toMatchObject({ value: { state: 'none', isConnected: false } })
    })

    it('writes a backup, tells what it holds, and goes on from it', async () => {
      valueOf(
        await client.command.run({ command: 'customer.create', input: { name: 'Uno', type: 'business' } }),
      )
      const made = valueOf(await client.backup.make({ name: 'copia' }))
      expect(made.name).toBe('copia.enlace-datos')
      const bytes = await fetchFile(made.file)
      valueOf(
        await client.command.run({ command: 'customer.create', input: { name: 'Dos', type: 'business' } }),
      )
      const file = await handIn('backup', bytes)
      expect(await client.backup.restore({ file })).toMatchObject({ error: { code: 'backup/not-read' } })
      expect(valueOf(await client.backup.read({ file }))).toMatchObject({ customers: 1, isShared: false })
      events.length = 0
      expect(valueOf(await client.backup.restore({ file })).setAside).toMatch(/before-restore/)
      await expect.poll(() => events.some((event) => event.type === 'menu')).toBe(true)
      expect(await client.search.find({ text: 'Dos', limit: 5 })).toMatchObject({ value: { hits: [] } })
      expect(valueOf(await client.search.find({ text: 'Uno', limit: 5 })).hits).toHaveLength(1)
      expect(await client.backup.restore({ file })).toMatchObject({ error: { code: 'backup/not-read' } })
      expect(await client.backup.begin({ name: 'x', size: 2 ** 40 })).toMatchObject({
        error: { code: 'backup/too-large' },
      })
    })

    it('makes the hub, gives codes, takes a file, answers it and takes the answer', async () => {
      const port = await freePort()
      const status = valueOf(await client.hub.create({ name: 'Fibra Alta', port }))
      expect(status).toMatchObject({ state: 'running', port, isConnected: true, startsWithProgram: true })
      await expect.poll(() => events.some(({ type }) => type === 'hub')).toBe(true)
      const code = valueOf(await client.hub.code({ address: `https://192.0.2.7:${port}` }))
      expect(code.text).toMatch(/^enlace1\./)
      await expect.poll(async () => valueOf(await client.sync.status({})).state).toBe('inSync')
      expect(valueOf(await client.hub.desktops({})).desktops).toMatchObject([{ state: 'active' }])

      const made = valueOf(await client.syncFiles.make({ name: 'Fichero: de ida' }))
      expect(made).toMatchObject({ name: 'Fichero de ida.enlace', changes: 0 })
      const sent = await fetchFile(made.file)
      const request = await handIn('hub', sent)
      expect(valueOf(await client.hub.readFile({ file: request }))).toMatchObject({ changes: 0 })
      const answer = valueOf(await client.hub.answerFile({ file: request, name: 'vuelta' }))
      expect(answer).toMatchObject({ name: 'vuelta.enlace', taken: 0 })
      const back = await fetchFile(answer.file)

      const wrong = await handIn('syncFiles', sent)
      expect(await client.syncFiles.read({ file: wrong })).toMatchObject({
        error: { code: 'sync/file-other-kind' },
      })
      const taskId = 'a0000000-0000-7000-8000-000000000001'
      const file = await handIn('syncFiles', back)
      const held = valueOf(await client.syncFiles.read({ file, taskId }))
      expect(held).toMatchObject({ verdict: 'nothingNew', records: 0, changes: 0 })
      expect(valueOf(await client.syncFiles.apply({ file }))).toEqual({ end: 'nothingNew' })
      valueOf(await client.syncFiles.close({ file }))
      expect(await client.syncFiles.apply({ file })).toMatchObject({ error: { code: 'import/file-gone' } })

      const backup = valueOf(await client.hub.backup({ name: 'copia' }))
      expect(backup.bytes).toBeGreaterThan(500)
      valueOf(await client.files.remove({ file: backup.file }))
      expect(valueOf(await client.hub.stop({}))).toMatchObject({ state: 'stopped' })
    })
  })
}
