import { shallowRef } from 'vue'

export type ArchiveKind = 'customer' | 'contact' | 'site' | 'service'

/** One record to archive or restore, by what people call it. */
export interface ArchiveRequest {
  action: 'archive' | 'restore'
  kind: ArchiveKind
  id: string
  name: string
}

/** The question on screen; `ArchiveHost`, once in the app, shows it. */
export const pendingArchive = shallowRef<
  (ArchiveRequest & { answer: (isDone: boolean) => void }) | undefined
>()
