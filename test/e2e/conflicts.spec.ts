import { join } from 'node:path'
import type { Issue } from '../../core/domain/issue/schema.ts'
import type { Service } from '../../core/domain/service/schema.ts'
import { openSqlite } from '../../main/store/sqlite/open.ts'
import type { SqliteDatabase } from '../../main/store/sqlite/port.ts'
import { removeFolder, startBrowserHost, temporaryFolder } from '../support/browser-host.ts'
import { conflictOf, contactOf } from '../support/builders.ts'
import { putIssue } from '../support/put-issue.ts'
import { expect, test as base } from './fixtures.ts'

const idsOf = (db: SqliteDatabase, kind: string): string | undefined =>
  db.prepare(`SELECT id FROM d_catalog WHERE json_extract(body, '$.kind') = ? LIMIT 1`).get(kind)?.id as
    string | undefined

/** Issues about the first customers of a folder of demo data, as a pull would bring them. */
function putIssues(folder: string): void {
  const db = openSqlite(join(folder, 'enlace.sqlite'))
  const [first, second] = db.prepare('SELECT id FROM d_customers ORDER BY id LIMIT 2').all()
  const text = db.prepare('SELECT body FROM d_services ORDER BY id LIMIT 1').get()?.body
  const service = JSON.parse(String(text)) as Service
  const [charge] = service.charges
  const by = {
    device: 'device-b',
    at: '2026-03-09T08:00:00.000Z',
    person: idsOf(db, 'person'),
    office: idsOf(db, 'office'),
  }
  const put = (fields: Partial<Issue>) =>
    putIssue({ db }, conflictOf({ by, entityId: String(first?.id), ...fields }))
  put({
    id: 'notes',
    path: 'notes',
    mine: 'Llamar por la tarde',
    theirs: 'Llamar antes de las 9',
    before: '',
  })
  put({ id: 'taxId', entityId: String(second?.id), raisedAt: '2026-03-09T09:00:01.000Z' })
  put({
    ...{ id: 'price', entity: 'services', entityId: service.id, raisedAt: '2026-03-09T09:00:02.000Z' },
    path: `charges/${charge?.id ?? ''}/group:price`,
    mine: { unitPrice: '19.90', quantity: '1', periodMonths: 1 },
    theirs: { unitPrice: charge?.unitPrice, quantity: charge?.quantity, periodMonths: charge?.periodMonths },
    before: { unitPrice: '15', quantity: '1', periodMonths: 1 },
  })
  put({
    ...{ id: 'refused', kind: 'rejected', entity: 'contacts', entityId: 'contact-new', path: '' },
    ...{ reason: 'contact.nameMissing', mine: undefined, theirs: undefined, before: undefined },
    raisedAt: '2026-03-09T09:00:03.000Z',
    rows: [
      {
        ...{ collection: 'contacts', id: 'contact-new', path: '', kind: 'create' },
        to: contactOf({ id: 'contact-new', customerId: String(first?.id), name: '', sortName: '' }),
      },
    ],
  })
  db.close()
}

const test = base.extend({
  folder: async ({ language }, use) => {
    const folder = temporaryFolder()
    const host = await startBrowserHost({ folder, flags: [`--locale=${language}`, '--demo=20'] })
    await host.stop()
    putIssues(folder)
    await use(folder)
    removeFolder(folder)
  },
})

test('conflicts are settled one by one, together and after mending, and taken back', async ({ app }) => {
  await app.getByRole('link', { name: /Conflictos/ }).click()
  await expect(app.getByText('Por resolver (4)')).toBeVisible()
  // By the keyboard: the next one opens, and a number decides.
  await app.getByText('Rechazado').waitFor()
  await app.locator('body').press('j')
  const panel = app.getByRole('complementary', { name: 'Conflicto' })
  await panel.getByRole('button', { name: 'Corregir y enviar' }).click()
  const dialog = app.getByRole('dialog')
  await expect(dialog.getByText(/nombre/i).first()).toBeVisible()
  await dialog.getByLabel('Nombre').fill('Eva Soler')
  await dialog.getByRole('button', { name: 'Enviar' }).click()
  await expect(app.getByText('Por resolver (3)')).toBeVisible()

  await app.getByRole('row', { name: /Llamar|Notas/ }).click()
  await expect(panel.getByRole('cell', { name: 'Llamar por la tarde' })).toBeVisible()
  await app.keyboard.press('1')
  await expect(app.getByText('Por resolver (2)')).toBeVisible()
  await app.getByRole('button', { name: 'Deshacer' }).last().click()
  await expect(app.getByText('Por resolver (3)')).toBeVisible()

  await app
    .getByRole('checkbox', { name: /todas|todo/i })
    .first()
    .click()
  await app.getByRole('toolbar').getByRole('button', { name: 'Dejar como está' }).click()
  await expect(app.getByText('No hay nada por resolver')).toBeVisible()
  await app.getByText('Resueltos', { exact: true }).click()
  await expect(app.getByText(/se dejó como estaba/).first()).toBeVisible()
})

test('several conflicts are settled together as far as they can be, taken back as one, and stay in the log', async ({
  app,
}) => {
  await app.getByRole('link', { name: /Conflictos/ }).click()
  await expect(app.getByText('Por resolver (4)')).toBeVisible()
  const row = (name: RegExp) => app.getByRole('row', { name })
  const choose = async () => {
    // Of a refused record nothing can be chosen: the other two go on.
    for (const name of [/Notas/, /NIF|fiscal/i, /Rechazado/]) await row(name).getByRole('checkbox').click()
    const bar = app.getByRole('toolbar', { name: '3 elegidos' })
    await bar.getByRole('button', { name: 'Lo que llegó' }).click()
  }
  await choose()
  await expect(app.getByText('2 conflictos resueltos')).toBeVisible()
  await expect(app.getByText('1 conflicto sigue sin resolver')).toBeVisible()
  await expect(app.getByText('Por resolver (2)')).toBeVisible()
  await app.getByRole('button', { name: 'Deshacer' }).last().click()
  await expect(app.getByText('Por resolver (4)')).toBeVisible()
  await choose()
  await expect(app.getByText('Por resolver (2)')).toBeVisible()

  // Who decided what, and what it said on each side, stays to be read.
  await app.getByText('Resueltos', { exact: true }).click()
  await expect(app.getByRole('row', { name: /lo que llegó/ })).toHaveCount(2)
  await expect(app.getByRole('checkbox')).toHaveCount(0)
  await row(/Notas/).click()
  const panel = app.getByRole('complementary', { name: 'Conflicto' })
  await expect(panel.getByText(/^Lo resolvió .+: lo que llegó\.$/)).toBeVisible()
  await expect(panel.getByRole('cell', { name: 'Llamar antes de las 9' })).toBeVisible()
  await expect(panel.getByRole('button', { name: 'Lo que llegó' })).toHaveCount(0)
  await panel.getByRole('link', { name: 'Abrir ficha' }).click()
  await expect(app.getByText('Llamar por la tarde').first()).toBeVisible()
  await app.goto(`${new URL(app.url()).origin}/#/activity`)
  await expect(app.getByText('resolvió conflictos').first()).toBeVisible()
})
