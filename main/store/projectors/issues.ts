import type { DocumentWrite } from '#core/domain/command.ts'
import { entities, isCollectionName } from '#core/domain/registry.ts'
import { ISSUE_KINDS, type Issue } from '#core/domain/issue/schema.ts'
import { tableOf } from '../query/document-table.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { preparedFor, type Projector } from './projector.ts'

const prepared = preparedFor({
  find: `SELECT settled, kind, person, office FROM r_issue WHERE id = ?`,
  put: `INSERT INTO r_issue (id, settled, kind, raised_at, person, office, customer_id, record)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET settled = excluded.settled, kind = excluded.kind, raised_at = excluded.raised_at,
      person = excluded.person, office = excluded.office, customer_id = excluded.customer_id,
      record = excluded.record`,
  remove: `DELETE FROM r_issue WHERE id = ?`,
  some: `SELECT EXISTS (SELECT 1 FROM r_issue) AS some`,
  own: `UPDATE r_issue SET customer_id = ? WHERE record = ?`,
  count: `INSERT INTO r_issue_count (settled, kind, person, office, issues) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET issues = issues + excluded.issues`,
})

/** Numbers of kinds in the read model: their places in the list, which only grows at the end. */
export const issueKindCode = (kind: Issue['kind']): number => ISSUE_KINDS.indexOf(kind)

/** Issues with what the tray narrows by, and how many there are of each; settled ones stay and are counted apart. */
export const issues: Projector = {
  tables: `CREATE TABLE IF NOT EXISTS r_issue (id TEXT PRIMARY KEY, settled INTEGER NOT NULL, kind INTEGER NOT NULL,
      raised_at TEXT NOT NULL, person TEXT NOT NULL, office TEXT NOT NULL, customer_id TEXT,
      record TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS r_issue_record ON r_issue (record);
    CREATE INDEX IF NOT EXISTS r_issue_at ON r_issue (settled, raised_at, id, kind, person, office);
    CREATE INDEX IF NOT EXISTS r_issue_customer ON r_issue (customer_id, settled, raised_at);
    CREATE TABLE IF NOT EXISTS r_issue_count (settled INTEGER, kind INTEGER, person TEXT, office TEXT,
      issues INTEGER NOT NULL, PRIMARY KEY (settled, kind, person, office)) WITHOUT ROWID;`,
  drop: `DROP TABLE IF EXISTS r_issue_count; DROP TABLE IF EXISTS r_issue;`,
  apply({ db, writes }) {
    const statements = prepared(db)
    const count = (place: readonly [number, number, string, string], by: number) =>
      statements.count.run(...place, by)
    const hasIssues = statements.some.get()?.some === 1
    for (const write of writes) {
      if (write.collection !== 'issues') {
        const owner = hasIssues && write.after && entities[write.collection].customerIdOf(write.after)
        if (owner) statements.own.run(owner, `${write.collection}/${write.id}`)
        continue
      }
      const old = statements.find.get(write.id)
      if (old)
        count([old.settled as number, old.kind as number, old.person as string, old.office as string], -1)
      if (!write.after) {
        statements.remove.run(write.id)
        continue
      }
      // Only documents that passed their schema reach the store.
      const issue = write.after as unknown as Issue
      const place = [
        issue.settled ? 1 : 0,
        issueKindCode(issue.kind),
        issue.by.person ?? '',
        issue.by.office ?? '',
      ] as const
      const [settled, kind, person, office] = place
      const customerId = customerOf(db, issue, writes)
      statements.put.run(
        issue.id,
        settled,
        kind,
        issue.raisedAt,
        person,
        office,
        customerId ?? null,
        recordOf(issue),
      )
      count(place, 1)
    }
  },
}

const recordOf = ({ entity, entityId }: Issue): string => `${entity}/${entityId}`

/** Whose the record is that the issue is about: as it is now, as it was last, or as the refused rows have it. */
function customerOf(db: SqliteDatabase, issue: Issue, writes: readonly DocumentWrite[]): string | undefined {
  const { entity, entityId, rows = [] } = issue
  if (entity === 'customers') return entityId
  const known =
    isCollectionName(entity) && entity !== 'catalog'
      ? db.prepare(`SELECT customer_id FROM ${tableOf(entity)} WHERE id = ?`).get(entityId)?.customer_id
      : undefined
  if (typeof known === 'string') return known
  const written = writes.find(({ collection, id }) => collection === entity && id === entityId)
  const bodies = [
    written?.after,
    ...rows.filter(({ id, path }) => id === entityId && path === '').map(({ to }) => to),
    ...(issue.path === '' ? [issue.mine, issue.theirs, issue.before] : []),
  ]
  for (const body of bodies) {
    if (typeof body !== 'object' || body === null || !('customerId' in body)) continue
    if (typeof body.customerId === 'string') return body.customerId
  }
  const other = rows.find(({ collection }) => collection === 'customers')
  return other?.id
}
