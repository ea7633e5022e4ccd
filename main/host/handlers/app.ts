import { v7 as uuidv7 } from 'uuid'
import type { HostError, HostReply } from '#core/contract/envelope.ts'
import { CONTRACT_VERSION, type MethodInput, type MethodOutput } from '#core/contract/host-contract.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import { systemClock } from '#core/lib/clock.ts'
import { createDemoLoader } from '../../services/demo/index.ts'
import type { HostParts } from '../host-parts.ts'

/** Customers of the demo data when nobody names a number. */
const DEMO_CUSTOMERS = 1000
/** The same demo for everybody, so that a screenshot or a report can be followed elsewhere. */
const DEMO_SEED = 1

export function createAppHandlers(parts: HostParts): NamespaceHandlers<'app'> {
  const { slot, folders, suggestions, options, tasks } = parts
  return {
    info: () =>
      Promise.resolve({
        ok: true,
        value: {
          version: options.version,
          contractVersion: CONTRACT_VERSION,
          host: options.kind,
          capabilities:
            options.kind === 'electron'
              ? (['nativeMenu', 'openExternal', ...keychain(parts)] as const).slice()
              : (['openExternal'] as const).slice(),
          dataFolder: folders.active(),
          setup: slot.current().device() ? 'done' : 'needed',
          isDemo: folders.isDemo(),
          suggestedLocale: suggestions.locale,
          suggestedTimeZone: suggestions.timeZone,
          suggestedCountry: suggestions.country,
          setAside: slot.setAside(),
          secretStorage: options.secrets.storage,
          device: slot.current().device(),
        },
      }),

    async setUp(input) {
      if (input.data === 'empty') return slot.current().setUp(input)
      if (slot.current().device())
        return fail({ code: 'setup/already-done', message: 'set up already', retryable: false })
      folders.clearDemo()
      folders.switchTo('demo')
      const reply = await fillDemo(input)
      if (!reply.ok) await returnToReal(true)
      return reply
    },

    async leaveDemo() {
      if (folders.isDemo()) {
        const back = await returnToReal(false)
        if (back) return fail(back)
      }
      return { ok: true, value: {} }
    },

    async openExternal({ url }) {
      if (!/^(https:\/\/|mailto:|geo:)/i.test(url) || !URL.canParse(url))
        return fail({ code: 'shell/blocked-url', message: 'only https, mailto and geo', retryable: false })
      await options.openExternal(url)
      return { ok: true, value: {} }
    },
  }

  async function fillDemo(
    input: MethodInput<'app', 'setUp'>,
  ): Promise<HostReply<MethodOutput<'app', 'setUp'>>> {
    const opened = await slot.switchTo(folders.demo)
    if (!opened.ok) return fail(opened.error)
    const reply = await opened.value.setUp(input)
    if (!reply.ok) return reply
    const filled = await loadDemo(parts, {
      customers: input.demoCustomers ?? DEMO_CUSTOMERS,
      language: input.language,
      office: { country: input.country, prefix: input.officePrefix },
      ...(input.taskId === undefined ? {} : { taskId: input.taskId }),
    })
    return filled ? fail(filled) : reply
  }

  /** Goes back to the real data; the error when its folder cannot be opened any more. */
  async function returnToReal(clear: boolean): Promise<HostError | undefined> {
    folders.switchTo('real')
    const opened = await slot.switchTo(folders.active())
    if (!opened.ok) {
      folders.switchTo('demo')
      return opened.error
    }
    if (clear) folders.clearDemo()
    tasks.forgetAll()
    return undefined
  }
}

const keychain = ({ options }: HostParts) =>
  options.secrets.storage === 'keychain' ? (['keychain'] as const) : []

const fail = (error: HostError): { ok: false; error: HostError } => ({ ok: false, error })

export interface DemoRequest {
  customers: number
  language: 'es' | 'en'
  office: { country: string; prefix: string }
  taskId?: string
}

/** Fills the open, set-up store with demo data. Answers what went wrong, `host/cancelled` included. */
export async function loadDemo(parts: HostParts, request: DemoRequest): Promise<HostError | undefined> {
  const store = parts.slot.current()
  const device = store.device()
  if (!device) return { code: 'host/not-set-up', message: 'set up first', retryable: false }
  const loader = createDemoLoader({
    run: (command, input) => store.runInternal(command, input),
    towns: () => parts.geocoding.towns(['ES', 'MX', 'AR', 'GB']),
    clock: systemClock,
    ids: { next: () => uuidv7() },
  })
  const { taskId } = request
  const task = taskId === undefined ? undefined : parts.tasks.begin(taskId, 'demo')
  try {
    const loaded = await loader.load(
      {
        customers: request.customers,
        seed: DEMO_SEED,
        language: request.language,
        office: { id: device.officeId, ...request.office },
        personId: device.personId,
      },
      { signal: task?.signal, onProgress: (progress) => task?.progress(progress.done, progress.total) },
    )
    return loaded.ok ? undefined : loaded.error
  } finally {
    task?.end()
  }
}
