import type { HostReply } from '#core/contract/envelope.ts'
import { createIncomingFile, type IncomingOptions } from './incoming-file.ts'
import type { TransferFile } from './transfer-files.ts'
import type { TransferThread } from './transfer-thread.ts'

/** What a table or a statement is read with. */
interface OpenFile {
  file: TransferFile
  thread: TransferThread
}

/** A file that a window hands over, and the thread that holds what was read of it; one at a time. */
export function createReadFile({
  startThread,
  ...options
}: IncomingOptions & { startThread: () => Promise<HostReply<TransferThread>> }) {
  const incoming = createIncomingFile(options)
  let open: OpenFile | undefined

  async function end(): Promise<void> {
    const ending = open
    open = undefined
    await ending?.thread.close()
  }

  return {
    async begin(input: { name: string; size: number }) {
      const begun = incoming.begin(input)
      if (begun.ok) await end()
      return begun
    },
    add: incoming.add,
    /** The file, all there, with its thread. */
    async whole(id: string): Promise<HostReply<OpenFile>> {
      const file = incoming.whole(id)
      if (!file.ok) return file
      if (open) return { ok: true, value: open }
      const started = await startThread()
      if (!started.ok) return started
      // Meanwhile another file may have taken its place, or somebody may have let go of it.
      const still = incoming.whole(id)
      if (!still.ok) {
        await started.value.close()
        return still
      }
      open = { file: file.value, thread: started.value }
      return { ok: true, value: open }
    },
    /** What was read; undefined before, and for another file. */
    current: (id: string): OpenFile | undefined => (open?.file.id === id ? open : undefined),
    /** Lets go of it; of another one nothing. */
    async close(id?: string): Promise<void> {
      if (id === undefined || open?.file.id === id) await end()
      incoming.close(id)
    },
  }
}
