import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SaveDialogOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { createSaveDialog } from '#main/electron/save-dialog.ts'
import { tempFolder } from '#test/support/temp-folder.ts'

function setUp(answer: (folder: string) => { canceled: boolean; filePath: string }) {
  const folder = tempFolder()
  const made = join(folder, 'made')
  writeFileSync(made, 'Nombre;CP\r\nAna;08001\r\n')
  const asked: SaveDialogOptions[] = []
  const save = createSaveDialog({
    ask(options) {
      asked.push(options)
      return Promise.resolve(answer(folder))
    },
    folder: () => join(folder, 'Descargas'),
  })
  return { folder, made, asked, save }
}

describe('the dialog for a file that was made', () => {
  it('begins in the folder of downloads with the name, and copies the file where the person says', async () => {
    const { folder, made, asked, save } = setUp((to) => ({
      canceled: false,
      filePath: join(to, 'mi lista.csv'),
    }))
    expect(await save(made, 'Clientes 26-11-2026.csv')).toBe(true)
    expect(readFileSync(join(folder, 'mi lista.csv'), 'utf8')).toBe('Nombre;CP\r\nAna;08001\r\n')
    expect(asked).toEqual([
      {
        defaultPath: join(folder, 'Descargas', 'Clientes 26-11-2026.csv'),
        filters: [{ name: 'CSV', extensions: ['csv'] }],
      },
    ])
  })

  it('writes nothing when it is closed', async () => {
    const { folder, made, save } = setUp((to) => ({ canceled: true, filePath: join(to, 'no.xlsx') }))
    expect(await save(made, 'Clientes.xlsx')).toBe(false)
    expect(existsSync(join(folder, 'no.xlsx'))).toBe(false)
  })

  it('fails where the folder has gone: nobody is told that it was saved', async () => {
    const { made, save } = setUp((to) => ({ canceled: false, filePath: join(to, 'gone', 'x.csv') }))
    await expect(save(made, 'x.csv')).rejects.toThrow('ENOENT')
  })
})
