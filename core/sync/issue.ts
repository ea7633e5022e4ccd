import { canonicalJson } from '../lib/canonical-json.ts'
import type { Issue } from '../domain/issue/schema.ts'
import type { Sha256 } from './op-hash.ts'

export type { Issue, IssueKind, KeptRow } from '../domain/issue/schema.ts'

/** The same op raises the same issue wherever and whenever it is merged, so that none is ever there twice. */
export const issueId = (
  { op, entity, entityId, path, kind }: Pick<Issue, 'op' | 'entity' | 'entityId' | 'path' | 'kind'>,
  sha256: Sha256,
): string => sha256(canonicalJson([op, entity, entityId, path, kind])).slice(0, 32)
