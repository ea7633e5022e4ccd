import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { HostErrorCode } from '#core/contract/error-codes.ts'
import { PIECE_SIZE } from '#core/contract/methods/transfer-kit.ts'
import type { TransferFile, TransferFiles } from './transfer-files.ts'

/** A file that a window hands over piece by piece; one at a time, the next one takes its place. */
export interface IncomingFile {
  begin(input: { name: string; size: number }): HostReply<{ file: string; pieceSize: number }>
  /** Base64; pieces come in order and fit the size. */
  add(input: { file: string; offset: number; data: string }): HostReply<{ received: number }>
  /** The file, once it is all there. */
  whole(file: string): HostReply<TransferFile>
  /** Lets go of it; of another one nothing. */
  close(file?: string): void
}

export interface IncomingOptions {
  files: TransferFiles
  /** Bytes of a file at the most. */
  largest: number
  /** What a larger one is refused with. */
  tooLarge: HostErrorCode
}

export function createIncomingFile({ files, largest, tooLarge }: IncomingOptions): IncomingFile {
  let open: { file: TransferFile; size: number } | undefined
  const current = (file: string) => (open?.file.id === file ? open : undefined)
  const incoming: IncomingFile = {
    begin({ name, size }) {
      if (size > largest) return fail(tooLarge, 'too large', { details: { most: largest, size } })
      incoming.close()
      open = { file: files.create(name), size }
      return { ok: true, value: { file: open.file.id, pieceSize: PIECE_SIZE } }
    },
    add({ file, offset, data }) {
      const found = current(file)
      if (!found) return fail('import/file-gone', 'no such file')
      const bytes = Buffer.from(data, 'base64')
      if (files.size(found.file) !== offset || offset + bytes.length > found.size)
        return fail('import/out-of-order', 'pieces come in order and fit the size')
      files.append(found.file, bytes)
      return { ok: true, value: { received: offset + bytes.length } }
    },
    whole(file) {
      const found = current(file)
      if (!found) return fail('import/file-gone', 'no such file')
      if (files.size(found.file) !== found.size)
        return fail('import/out-of-order', 'the file is not all there')
      return { ok: true, value: found.file }
    },
    close(file) {
      if (!open || (file !== undefined && open.file.id !== file)) return
      files.remove(open.file.id)
      open = undefined
    },
  }
  return incoming
}
