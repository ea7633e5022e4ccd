import { expect } from 'vitest'
import { databaseFile } from '#main/store/database-file.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'

/** What the file of a desktop that has ended holds of customers and what is theirs, apart from row numbers and times. */
export function fileContents(folder: string) {
  const db = openSqlite(databaseFile(folder))
  const all = (sql: string) => db.prepare(sql).all()
  try {
    // FTS5 compares its indexes with the texts they were made from.
    db.exec(`INSERT INTO fts_words (fts_words, rank) VALUES ('integrity-check', 1);
      INSERT INTO fts_inside (fts_inside, rank) VALUES ('integrity-check', 1)`)
    expect(all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
    return {
      documents: ['customers', 'contacts', 'sites', 'services'].map((name) =>
        all(`SELECT id, body, deleted FROM d_${name} ORDER BY id`),
      ),
      records: all(
        `SELECT collection, id, own_archived, ref_archived, city, text FROM r_record ORDER BY id, collection`,
      ),
      customers: all(
        `SELECT id, number, sort_name, contacts, sites, services, services_active, monthly, first_city FROM r_customer
         ORDER BY id`,
      ),
      services: all(`SELECT id, site_id, archived, sort_key, customer_key FROM r_service_list ORDER BY id`),
      sites: all(`SELECT id, archived, name_key, city_key, plus_code FROM r_site_list ORDER BY id`),
      words: all(`SELECT term, doc FROM fts_vocabulary ORDER BY term`),
      indexes: all(`SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name`),
      left: all(`SELECT key FROM meta WHERE key IN ('load', 'searchedTo')`),
    }
  } finally {
    db.close()
  }
}
