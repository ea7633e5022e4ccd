import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { h, nextTick, ref } from 'vue'
import { UiDialog, UiMenu } from '#renderer/ui/index.ts'
import { createChannel, mountScreen } from '../support/screen.ts'

afterEach(() => (document.body.innerHTML = ''))

/** A page with a button; a menu over it, from whose entry a dialog is opened. */
function page() {
  const isOpen = ref(false)
  const screen = mountScreen(
    () =>
      h('main', { id: 'main', tabindex: -1 }, [
        h('button', { id: 'more' }, 'More'),
        h('button', { id: 'other' }, 'Other'),
        isOpen.value
          ? h(UiDialog, { open: true, title: 'Archive', 'onUpdate:open': () => (isOpen.value = false) })
          : undefined,
      ]),
    { transport: createChannel({}).transport },
  )
  const focus = (id: string) => document.querySelector<HTMLElement>(`#${id}`)?.focus()
  /** As a menu does: its entry has the focus, and is gone once the dialog is there. */
  async function openFromMenu() {
    focus('more')
    const menu = document.createElement('div')
    menu.setAttribute('role', 'menu')
    menu.innerHTML = '<button id="entry">Archive</button>'
    document.body.append(menu)
    focus('entry')
    isOpen.value = true
    await nextTick()
    await flushPromises()
    menu.remove()
  }
  async function close() {
    isOpen.value = false
    await nextTick()
    await flushPromises()
    // The dialog gives the focus back in a task of its own.
    await new Promise((done) => setTimeout(done, 0))
  }
  return { screen, isOpen, focus, openFromMenu, close, focused: () => document.activeElement?.id }
}

describe('the focus after a dialog', () => {
  it('goes to what opened the menu whose entry opened it', async () => {
    const { openFromMenu, close, focused } = page()
    await openFromMenu()
    expect(document.activeElement?.closest('[role=dialog]')).not.toBeNull()
    await close()
    expect(focused()).toBe('more')
  })

  it('goes to the page when that is gone too, and never to nothing', async () => {
    const { openFromMenu, close, focused } = page()
    await openFromMenu()
    document.querySelector('#more')?.remove()
    await close()
    expect(focused()).toBe('main')
  })

  it('stays where the owner has sent it', async () => {
    const { isOpen, openFromMenu, focus, focused } = page()
    await openFromMenu()
    isOpen.value = false
    await nextTick()
    focus('other')
    await new Promise((done) => setTimeout(done, 0))
    expect(focused()).toBe('other')
  })
})

describe('the focus in a dialog', () => {
  async function opened(content: () => unknown) {
    const submitted: string[] = []
    mountScreen(
      () =>
        h(
          UiDialog,
          { open: true, title: 'Archive', onSubmit: () => submitted.push('yes') },
          {
            default: content,
            footer: () => [h('button', { id: 'cancel' }, 'Cancel'), h('button', 'Archive')],
          },
        ),
      { transport: createChannel({}).transport },
    )
    await nextTick()
    await flushPromises()
    return submitted
  }

  it('begins at the first field, and without one at the first answer, never at the cross', async () => {
    await opened(() => h('input', { id: 'name' }))
    expect(document.activeElement?.id).toBe('name')
    document.body.innerHTML = ''
    await opened(() => h('p', 'Nothing is deleted.'))
    expect(document.activeElement?.id).toBe('cancel')
  })

  it('takes Ctrl+Enter from anywhere in it', async () => {
    const submitted = await opened(() => h('p', 'Nothing is deleted.'))
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }),
    )
    expect(submitted).toEqual(['yes'])
  })
})

describe('the focus after a menu that all rows share', () => {
  it('goes back to the list that it was opened from, and to the dialog that its entry opens', async () => {
    const isOpen = ref(false)
    const isDialog = ref(false)
    mountScreen(
      () =>
        h('main', { id: 'main', tabindex: -1 }, [
          h('div', { id: 'list', tabindex: 0 }),
          h(UiMenu, {
            open: isOpen.value,
            'onUpdate:open': (open: boolean) => (isOpen.value = open),
            reference: { getBoundingClientRect: () => new DOMRect() },
            items: [{ id: 'archive', label: 'Archive' }],
            onSelect: () => (isDialog.value = true),
          }),
          isDialog.value
            ? h(UiDialog, { open: true, title: 'Archive' }, { footer: () => h('button', 'Cancel') })
            : undefined,
        ]),
      { transport: createChannel({}).transport },
    )
    const settle = async () => {
      await nextTick()
      await flushPromises()
      await new Promise((done) => setTimeout(done, 0))
    }
    const entry = () => document.querySelector<HTMLElement>('[role=menuitem]')
    const key = (of: string) => new KeyboardEvent('keydown', { key: of, bubbles: true, cancelable: true })
    document.querySelector<HTMLElement>('#list')?.focus()
    isOpen.value = true
    await settle()
    entry()?.focus()
    entry()?.dispatchEvent(key('Escape'))
    await settle()
    expect(entry()).toBeNull()
    expect(document.activeElement?.id).toBe('list')

    isOpen.value = true
    await settle()
    entry()?.focus()
    entry()?.dispatchEvent(key('Enter'))
    await settle()
    expect(document.activeElement?.closest('[role=dialog]')).not.toBeNull()
  })
})
