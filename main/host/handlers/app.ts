import { fail, type HostReply } from '#core/contract/envelope.ts'
import { CONTRACT_VERSION, type MethodInput, type MethodOutput } from '#core/contract/host-contract.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import { isExternalAddress } from '../../services/shell/external-address.ts'
import { DEMO_CUSTOMERS } from '../../flags.ts'
import { isMadeUp, loadDemo } from '../demo.ts'
import type { HostParts } from '../host-parts.ts'

export function createAppHandlers(parts: HostParts): NamespaceHandlers<'app'> {
  const { slot, opening, folders, suggestions, options, settings } = parts
  const oneAtATime = createGate()

  return {
    opening: () => Promise.resolve({ ok: true, value: opening.now() }),

    info: async () => ({
      ok: true,
      value: {
        version: options.version,
        contractVersion: CONTRACT_VERSION,
        host: options.kind,
        capabilities: capabilities(parts),
        dataFolder: folders.active(),
        setup: slot.current().device() ? 'done' : 'needed',
        isDemo: folders.isDemo(),
        isMadeUp: await isMadeUp(parts),
        suggestedLocale: suggestions.locale,
        suggestedTimeZone: suggestions.timeZone,
        suggestedCountry: suggestions.country,
        setAside: slot.setAside(),
        setAsideFiles: folders.setAsideFiles(),
        beforeJoining: folders.beforeJoining(),
        isDamaged: slot.current().isDamaged(),
        secretStorage: options.secrets.storage,
        device: slot.current().device(),
      },
    }),

    setUp: (input) =>
      oneAtATime(async () => {
        if (slot.current().device()) return fail('setup/already-done', 'set up already')
        return input.data === 'empty' ? slot.current().setUp(input) : setUpDemo(parts, input)
      }),

    leaveDemo: () =>
      oneAtATime(async () => {
        if (!folders.isDemo()) return { ok: true, value: {} }
        const opened = await slot.open(folders.real)
        if (!opened.ok) return opened
        await settings.moveTo(opened.value.store)
        folders.use('real')
        await slot.replace(opened.value)
        parts.restartWindows()
        return { ok: true, value: {} }
      }),

    async openExternal({ url }) {
      if (!isExternalAddress(url)) return fail('shell/blocked-url', 'only https, mailto and geo')
      if (await options.openExternal(url)) return { ok: true, value: {} }
      return fail('host/unavailable', 'the system has no program for this address')
    },
  }
}

/**
 * Fills a folder of its own and only then makes it the current one: whatever stops this half way leaves the real data
 * open, and the next try starts from nothing.
 */
async function setUpDemo(
  parts: HostParts,
  input: MethodInput<'app', 'setUp'>,
): Promise<HostReply<MethodOutput<'app', 'setUp'>>> {
  const { slot, folders, settings } = parts
  folders.clearDemo()
  const opened = await slot.open(folders.demo)
  if (!opened.ok) return opened
  const { store } = opened.value
  const reply = await store.setUp(input)
  const problem = reply.ok
    ? await loadDemo(parts, store, {
        customers: input.demoCustomers ?? DEMO_CUSTOMERS,
        language: input.language,
        office: { country: input.country, prefix: input.officePrefix },
        taskId: input.taskId,
      })
    : reply.error
  if (problem) {
    await store.close()
    folders.clearDemo()
    return { ok: false, error: problem }
  }
  await settings.moveTo(store)
  folders.use('demo')
  await slot.replace(opened.value)
  parts.restartWindows()
  return reply
}

type Capability = MethodOutput<'app', 'info'>['capabilities'][number]

function capabilities({ options }: HostParts): Capability[] {
  const all: Capability[] = ['openExternal']
  if (options.kind === 'electron') all.push('nativeMenu')
  if (options.saveFile) all.push('saveDialog')
  if (options.secrets.storage === 'keychain') all.push('keychain')
  return all
}

/** Set-up and change of data folder never overlap; whoever comes second is told to wait. */
function createGate() {
  let isBusy = false
  return async <T>(work: () => Promise<HostReply<T>>): Promise<HostReply<T>> => {
    if (isBusy) return fail('store/busy', 'the data folder is being changed', { retryable: true })
    isBusy = true
    try {
      return await work()
    } finally {
      isBusy = false
    }
  }
}
