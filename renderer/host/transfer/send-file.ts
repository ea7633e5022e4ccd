import type { HostReply } from '#core/contract/envelope.ts'
import type { HostClient } from '#core/contract/host-client.ts'

/** A piece of a file as Base64, encoded by the browser outside this thread. */
function pieceOf(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => {
      // A data address: what follows the comma is the content.
      const address = typeof reader.result === 'string' ? reader.result : ''
      resolve(address.slice(address.indexOf(',') + 1))
    }
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'))
    reader.readAsDataURL(blob)
  })
}

/** Hands a file to the host piece by piece. A file that vanishes on the way counts as not all there. */
export async function sendFile(
  imports: Pick<HostClient['imports'], 'begin' | 'add'>,
  file: File,
  onProgress: (done: number, total: number) => void,
): Promise<HostReply<{ file: string }>> {
  const begun = await imports.begin({ name: file.name, size: file.size })
  if (!begun.ok) return begun
  const { file: id, pieceSize } = begun.value
  for (let offset = 0; offset < file.size; offset += pieceSize) {
    const data = await pieceOf(file.slice(offset, offset + pieceSize)).catch(() => undefined)
    if (data === undefined) return outOfOrder
    const added = await imports.add({ file: id, offset, data })
    if (!added.ok) return added
    onProgress(added.value.received, file.size)
  }
  return { ok: true, value: { file: id } }
}

const outOfOrder = {
  ok: false,
  error: { code: 'import/out-of-order', message: 'the file could not be read to its end', retryable: true },
} as const satisfies HostReply
