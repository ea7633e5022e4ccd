import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import type { HostParts } from '../host-parts.ts'

const done: HostReply<object> = { ok: true, value: {} }

export const createSettingsHandlers = ({ settings }: HostParts): NamespaceHandlers<'settings'> => ({
  get: async ({ name }) => ({ ok: true, value: { value: await settings.get(name) } }),
  set: ({ name, value }) => settings.set(name, value),
})

export const createDraftsHandlers = ({ slot }: HostParts): NamespaceHandlers<'drafts'> => ({
  async get({ key }) {
    const saved = await slot.current().local.get('draft', key)
    return { ok: true, value: saved ? { value: saved.value, savedAt: saved.savedAt } : { value: null } }
  },
  put: ({ key, value }) => slot.current().local.put('draft', key, value),
  remove: ({ key }) => slot.current().local.remove('draft', key),
  list: async () => ({ ok: true, value: { drafts: await slot.current().local.list('draft') } }),
})

export const createSecretsHandlers = ({ options: { secrets } }: HostParts): NamespaceHandlers<'secrets'> => ({
  set: async ({ name, value }) => answer(await secrets.set(name, value)),
  has: async ({ name }) => ({ ok: true, value: { has: await secrets.has(name) } }),
  remove: async ({ name }) => answer(await secrets.remove(name)),
})

const answer = (kept: boolean): HostReply<object> =>
  kept ? done : fail('secrets/unavailable', 'the secrets cannot be written', { retryable: true })

export const createTasksHandlers = ({ slot, tasks }: HostParts): NamespaceHandlers<'tasks'> => ({
  cancel({ taskId }) {
    if (!tasks.cancel(taskId)) slot.current().cancel(taskId)
    return Promise.resolve(done)
  },
})
