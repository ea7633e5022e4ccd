import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuTemplate, type MenuOptions } from '#main/electron/menu.ts'

function makeMenu(options: Partial<MenuOptions> = {}) {
  const sent: string[] = []
  const template = menuTemplate({
    locale: 'es',
    platform: 'linux',
    send: (command) => sent.push(command),
    devTools: false,
    ...options,
  })
  return { template, items: template.flatMap(itemsBelow), sent }
}

function itemsBelow(item: MenuItemConstructorOptions): MenuItemConstructorOptions[] {
  // The template gives lists, never built menus.
  const below = (item.submenu ?? []) as MenuItemConstructorOptions[]
  return [item, ...below.flatMap(itemsBelow)]
}

/** Presses an item; the menu passes nothing on. */
function press(item: MenuItemConstructorOptions | undefined) {
  const click = item?.click as (() => void) | undefined
  click?.()
}

const PLATFORMS: NodeJS.Platform[] = ['linux', 'win32', 'darwin']

describe.each(PLATFORMS)('the menu on %s', (platform) => {
  it('has a text in both languages for all but separators', () => {
    const spanish = makeMenu({ platform }).items
    const english = makeMenu({ platform, locale: 'en' }).items
    expect(english.map(({ role }) => role)).toEqual(spanish.map(({ role }) => role))
    const labels = spanish.filter(({ type }) => type !== 'separator').map(({ label }) => label ?? '')
    expect(labels.filter((label) => label.trim() === '')).toEqual([])
    const same = spanish.filter(({ label }, index) => label && label === english[index]?.label)
    expect(same.map(({ label }) => label)).toEqual(platform === 'darwin' ? ['Enlace'] : [])
  })

  it('has no key twice', () => {
    const keys = makeMenu({ platform, devTools: true }).items.flatMap(({ accelerator }) => accelerator ?? [])
    expect(new Set(keys).size).toBe(keys.length)
  })

  it("leaves the keys that a text field has to the page: they are shown, not the menu's", () => {
    const { items } = makeMenu({ platform })
    const own = items.filter(
      ({ accelerator, registerAccelerator }) => accelerator && registerAccelerator !== false,
    )
    expect(own.map(({ accelerator }) => accelerator)).toEqual(['CmdOrCtrl+Shift+N'])
  })

  it('can quit and close by role', () => {
    const roles = makeMenu({ platform }).items.map(({ role }) => role)
    expect(roles).toContain('quit')
    expect(roles).toContain('close')
  })
})

describe('what an item does', () => {
  it.each([
    ['Nuevo cliente', 'customer.new'],
    ['Deshacer', 'app.undo'],
    ['Rehacer', 'app.redo'],
    ['Buscar o ejecutar…', 'app.find'],
    ['Cambiar tema', 'app.theme'],
    ['Cambiar idioma', 'app.language'],
    ['Atajos de teclado', 'app.shortcuts'],
  ])('%s sends %s to the window', (label, command) => {
    const { items, sent } = makeMenu()
    press(items.find((item) => item.label === label))
    expect(sent).toEqual([command])
  })

  it('macOS undoes in text fields by role, and has the program’s own menu first', () => {
    const { template, items } = makeMenu({ platform: 'darwin' })
    expect(template[0]?.label).toBe('Enlace')
    expect(items.map(({ role }) => role)).toEqual(expect.arrayContaining(['undo', 'redo', 'about', 'hide']))
  })

  it('developer tools are only in developers’ builds', () => {
    expect(makeMenu().items.map(({ role }) => role)).not.toContain('toggleDevTools')
    expect(makeMenu({ devTools: true }).items.map(({ role }) => role)).toContain('toggleDevTools')
  })
})
