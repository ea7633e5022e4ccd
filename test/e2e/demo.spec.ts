import { expect, test } from './fixtures.ts'

test.use({ language: 'en' })

test('demo data lives in a folder of its own, and leaving it goes back to the real, empty one', async ({
  app,
}) => {
  await app.getByLabel('Your name').fill('Ana Ruiz')
  await app.getByLabel('Company').first().fill('Fibra Alta S.L.')
  await app.getByRole('textbox', { name: 'Office' }).fill('Madrid')
  await app.getByText('Demo data', { exact: true }).click()
  await app.getByRole('button', { name: 'Load the demo and start' }).click()
  await expect(app.getByRole('row').nth(5)).toBeVisible({ timeout: 60_000 })
  await app.getByRole('button', { name: 'Leave the demo' }).click()
  await app.getByRole('alertdialog').getByRole('button', { name: /leave/i }).click()
  await expect(app.getByLabel('Your name')).toBeVisible()
})
