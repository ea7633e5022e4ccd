import type { Issue } from '#core/domain/issue/schema.ts'
import { projectReadModels } from '#main/store/projectors/index.ts'
import { getMeta, putMeta } from '#main/store/meta.ts'
import type { SqliteDatabase } from '#main/store/sqlite/port.ts'
import { createDocuments } from '#main/store/writer/documents.ts'

/** Puts an issue into the file as a pull does, without an op of this desktop. */
export function putIssue({ db }: { db: SqliteDatabase }, issue: Issue): void {
  const documents = createDocuments(db)
  const commit = Number(getMeta(db, 'commit') ?? 0) + 1
  const before = documents.get('issues', issue.id)
  documents.put('issues', { ...issue }, { body: JSON.stringify(issue), commit, lwt: commit, deleted: false })
  projectReadModels(db, [{ collection: 'issues', id: issue.id, before, after: { ...issue } }])
  putMeta(db, 'commit', commit)
}
