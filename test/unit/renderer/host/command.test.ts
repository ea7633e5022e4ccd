import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import type { HostReply } from '#core/contract/envelope.ts'
import { createHostClient } from '#core/contract/host-client.ts'
import type { HostTransport } from '#core/contract/transport.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { provideHost, useCommand, useHost, useUndo } from '#renderer/host/index.ts'
import { setLocale, texts } from '#renderer/locales/index.ts'
import { toasts } from '#renderer/ui/useToast.ts'

beforeEach(() => setLocale('es'))
afterEach(() => toasts.splice(0))

/** The far end of the channel: answers each method as told and keeps what was asked. */
function channel(answers: Record<string, HostReply>) {
  const calls: { method: string; input: unknown }[] = []
  const transport: HostTransport = {
    call: (method, input) => {
      calls.push({ method, input })
      const answer = answers[method]
      if (!answer) throw new Error(`no answer for ${method}`)
      return Promise.resolve(answer)
    },
    subscribe: () => () => undefined,
  }
  return { transport, calls }
}

/** Runs a composable inside an app that has the host. */
function inApp<T>(transport: HostTransport, use: () => T): T {
  let result: { value: T } | undefined
  mount(
    {
      setup() {
        result = { value: use() }
        return () => h('i')
      },
    },
    { global: { plugins: [texts, { install: (app) => provideHost(app, createHostClient(transport)) }] } },
  )
  if (!result) throw new Error('not mounted')
  return result.value
}

const done = (opId?: string): HostReply => ({
  ok: true,
  value: { commit: 3, result: { count: 2 }, ...(opId === undefined ? {} : { opId }) },
})
const refused = (code: string, fields?: FieldIssue[]): HostReply => ({
  ok: false,
  error: {
    code: 'command/refused',
    message: '',
    retryable: false,
    details: { refusal: { code, ...(fields ? { fields } : {}) } },
  },
})

describe('running a command', () => {
  it('says what was done and undoes exactly that', async () => {
    const { transport, calls } = channel({
      'command.run': done('op-9'),
      'command.undo': { ok: true, value: { opId: 'op-9', command: 'customer.archive', commit: 4, kept: [] } },
    })
    const { run } = inApp(transport, useCommand)
    const reply = await run('customer.archive', { ids: ['a'] }, { undoToast: 'Cliente archivado' })
    expect(reply.ok).toBe(true)
    expect(calls[0]).toEqual({
      method: 'command.run',
      input: { command: 'customer.archive', input: { ids: ['a'] } },
    })
    expect(toasts[0]).toMatchObject({
      tone: 'success',
      title: 'Cliente archivado',
      action: { label: 'Deshacer' },
    })
    await toasts[0]?.action?.run()
    expect(calls[1]).toEqual({ method: 'command.undo', input: { opId: 'op-9' } })
    expect(toasts.at(-1)?.title).toBe('Deshecho: archivar clientes')
  })

  it('words the message from the result', async () => {
    const { run } = inApp(channel({ 'command.run': done('op') }).transport, useCommand)
    await run(
      'customer.tag',
      {},
      { undoToast: (result) => `${(result as { count: number }).count} cambiados` },
    )
    expect(toasts[0]?.title).toBe('2 cambiados')
  })

  it('offers nothing to undo when nothing changed', async () => {
    const { run } = inApp(channel({ 'command.run': done() }).transport, useCommand)
    await run('customer.update', {}, { undoToast: 'Guardado' })
    expect(toasts).toHaveLength(0)
  })

  it('says why it was refused', async () => {
    const { run } = inApp(channel({ 'command.run': refused('customer.isArchived') }).transport, useCommand)
    const reply = await run('customer.update', {})
    expect(reply.ok).toBe(false)
    expect(toasts[0]).toMatchObject({ tone: 'error', title: expect.stringContaining('archivado') as string })
  })

  it('leaves the issues of fields to the form that asks for them', async () => {
    const issue: FieldIssue = { path: 'name', code: 'customer.nameMissing', severity: 'error' }
    const { run } = inApp(
      channel({ 'command.run': refused('customer.invalid', [issue]) }).transport,
      useCommand,
    )
    let shown: readonly FieldIssue[] = []
    await run('customer.create', {}, { fields: (issues) => (shown = issues) })
    expect(shown).toEqual([issue])
    expect(toasts).toHaveLength(0)
  })

  it('tells a form that asks for fields when the refusal names none', async () => {
    const { run } = inApp(channel({ 'command.run': refused('customer.notFound') }).transport, useCommand)
    await run('customer.update', {}, { fields: () => undefined })
    expect(toasts).toHaveLength(1)
  })

  it('says nothing to a person who cancelled', async () => {
    const cancelled: HostReply = {
      ok: false,
      error: { code: 'host/cancelled', message: '', retryable: true },
    }
    const { run } = inApp(channel({ 'command.run': cancelled }).transport, useCommand)
    await run('customer.archive', {})
    expect(toasts).toHaveLength(0)
  })

  it('knows while one is running', async () => {
    const { run, isRunning } = inApp(channel({ 'command.run': done() }).transport, useCommand)
    const reply = run('customer.update', {})
    expect(isRunning.value).toBe(true)
    await reply
    expect(isRunning.value).toBe(false)
  })
})

describe('undo and redo', () => {
  it('list what was left because somebody changed it later', async () => {
    const kept = ['notes', 'name', 'tags/x', 'taxId', 'billDay', 'currency'].map((path) => ({
      collection: 'customers',
      id: 'c',
      path,
    }))
    const { transport } = channel({
      'command.undo': { ok: true, value: { opId: 'o', command: 'customer.update', commit: 2, kept } },
    })
    await inApp(transport, useUndo).undo()
    expect(toasts[0]?.tone).toBe('warning')
    expect(toasts[0]?.text).toBe(
      'Se deja como está lo que alguien cambió después: Notas, Nombre, Etiqueta, NIF / ID fiscal y 2 más',
    )
  })

  it('names the kind of a new record that was left because somebody changed it later', async () => {
    const kept = ['c1', 'c2'].map((id) => ({ collection: 'customers', id, path: '' }))
    const { transport } = channel({
      'command.undo': { ok: true, value: { opId: 'o', command: 'customer.import', commit: 2, kept } },
    })
    await inApp(transport, useUndo).undo()
    expect(toasts[0]?.text).toBe('Se deja como está lo que alguien cambió después: Cliente')
  })

  it('say calmly that there is nothing', async () => {
    const nothing: HostReply = {
      ok: false,
      error: { code: 'command/nothing-to-redo', message: '', retryable: false },
    }
    await inApp(channel({ 'command.redo': nothing }).transport, useUndo).redo()
    expect(toasts[0]).toMatchObject({ tone: 'info', title: 'No hay nada que rehacer.' })
  })
})

it('needs the app to have provided the host', () => {
  const setup = () => {
    useHost()
    return () => h('i')
  }
  expect(() =>
    mount({ setup }, { global: { plugins: [texts], config: { warnHandler: () => undefined } } }),
  ).toThrow('provideHost')
})
