import { useI18n } from 'vue-i18n'
import type { HostReply } from '#core/contract/envelope.ts'
import { useToast } from '../../ui/index.ts'
import { errorText } from '../error-text.ts'
import { useAppInfo } from '../useAppInfo.ts'
import { useHost } from '../useHost.ts'

/** A file that the host has made. */
export interface MadeFile {
  file: string
  name: string
}

const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  pdf: 'application/pdf',
  xml: 'application/xml',
  zip: 'application/zip',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

/** Gives a made file to the person: by the system's dialog where the host has one, else as the browser's download. */
export function useSaveFile() {
  const host = useHost()
  const info = useAppInfo()
  const { t } = useI18n()
  const { toast } = useToast()

  /** Answers whether it was saved; the host keeps the file no longer. */
  async function save(made: MadeFile): Promise<boolean> {
    const reply = info.value.capabilities.includes('saveDialog')
      ? await host.files.save({ file: made.file })
      : await download(made)
    await host.files.remove({ file: made.file })
    if (!reply.ok) toast({ tone: 'error', title: errorText(reply.error) })
    else if (reply.value.saved) toast({ tone: 'success', title: t('transfer.saved', { name: made.name }) })
    return reply.ok && reply.value.saved
  }

  async function download({ file, name }: MadeFile): Promise<HostReply<{ saved: boolean }>> {
    const parts: Uint8Array<ArrayBuffer>[] = []
    for (let offset = 0; ;) {
      const piece = await host.files.read({ file, offset })
      if (!piece.ok) return piece
      const bytes = bytesOf(piece.value.data)
      parts.push(bytes)
      offset += bytes.length
      if (piece.value.isLast) break
    }
    const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
    const address = URL.createObjectURL(new Blob(parts, { type }))
    const link = document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    // The browser has taken the content over by the next turn.
    setTimeout(() => URL.revokeObjectURL(address), 0)
    return { ok: true, value: { saved: true } }
  }

  return { save }
}
