import type { StoredDocument } from '#core/domain/entity.ts'

/* What client and server of the minimal protocol say to each other. */

export interface Checkpoint {
  seq: number
}

export interface PullAnswer {
  documents: StoredDocument[]
  checkpoint: Checkpoint
}

export interface PushRow {
  assumedMasterState?: StoredDocument
  newDocumentState: StoredDocument
}
