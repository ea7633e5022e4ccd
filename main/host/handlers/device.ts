import type { HostReply } from '#core/contract/envelope.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import type { HostParts } from '../host-parts.ts'

const done: HostReply<object> = { ok: true, value: {} }

/** Settings and drafts are local data of the open store; each change of a setting is told to every window. */
export const createSettingsHandlers = ({ slot, tell }: HostParts): NamespaceHandlers<'settings'> => ({
  async get({ name }) {
    const saved = await slot.current().local.get('setting', name)
    return { ok: true, value: { value: saved?.value ?? null } }
  },
  async set({ name, value }) {
    const reply = await slot.current().local.put('setting', name, value)
    if (reply.ok) tell({ type: 'settings', name, value })
    return reply
  },
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
  async set({ name, value }) {
    await secrets.set(name, value)
    return done
  },
  has: async ({ name }) => ({ ok: true, value: { has: await secrets.has(name) } }),
  async remove({ name }) {
    await secrets.remove(name)
    return done
  },
})

export const createTasksHandlers = ({ slot, tasks }: HostParts): NamespaceHandlers<'tasks'> => ({
  cancel({ taskId }) {
    if (!tasks.cancel(taskId)) slot.current().cancel(taskId)
    return Promise.resolve(done)
  },
})
