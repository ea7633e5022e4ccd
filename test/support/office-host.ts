import type { HostReply } from '#core/contract/envelope.ts'
import type { HostNamespace, HostContract, MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { startBrowserHost, type HostOptions, type RunningHost } from './browser-host.ts'
import { setUpInput } from './writer-store.ts'

/** A desktop as a process of its own, called as its window calls it. */
export interface OfficeHost {
  host: RunningHost
  /** `name=value` of the cookie that its one-time link was swapped for: a browser that has it is let in as well. */
  cookie: string
  /** @throws Error with the reply's error when it is one. */
  call<N extends HostNamespace, V extends keyof HostContract[N] & string>(
    namespace: N,
    verb: V,
    input: MethodInput<N, V>,
  ): Promise<MethodOutput<N, V>>
  reply(method: string, input: unknown): Promise<HostReply>
  run(command: string, input: unknown): Promise<unknown>
  documents(collection: CollectionName): Promise<StoredDocument[]>
}

/** Starts a desktop; without a folder of its own it is set up as the Madrid office. */
export async function startOffice(options: HostOptions & { isBlank?: boolean } = {}): Promise<OfficeHost> {
  const office = await enterOffice(options)
  const { setup } = await office.call('app', 'info', {})
  if (setup === 'needed' && !options.isBlank) await office.call('app', 'setUp', setUpInput)
  return office
}

/** Starts a desktop as it is; its data may still be on the way to be open. */
export async function enterOffice(options: HostOptions): Promise<OfficeHost> {
  const host = await startBrowserHost(options)
  const origin = new URL(host.url).origin
  const entered = await fetch(host.url, { redirect: 'manual' })
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
  const reply = async (method: string, input: unknown): Promise<HostReply> => {
    const answer = await fetch(`${origin}/host/${method}`, {
      method: 'POST',
      headers: { cookie, origin, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    return (await answer.json()) as HostReply
  }
  const office: OfficeHost = {
    host,
    cookie,
    reply,
    async call(namespace, verb, input) {
      const answer = await reply(`${namespace}.${verb}`, input)
      if (!answer.ok) throw new Error(`${namespace}.${verb}: ${JSON.stringify(answer.error)}`)
      // The host's dispatcher answers each method as the contract says.
      return answer.value as never
    },
    async run(command, input) {
      const { result } = await office.call('command', 'run', { command, input })
      return result
    },
    async documents(collection) {
      const { rows } = await office.call('store', 'query', {
        collection,
        selector: {},
        sort: [{ field: 'id', direction: 'asc' }],
        skip: 0,
        limit: 10_000,
      })
      return rows.map(({ document }) => document)
    },
  }
  return office
}

/** Asks again and again until the answer is good; the failure shows the last one. */
export async function until<T>(
  ask: () => Promise<T>,
  isGood: (answer: T) => boolean,
  patience = 20_000,
): Promise<T> {
  const end = Date.now() + patience
  for (;;) {
    const answer = await ask()
    if (isGood(answer)) return answer
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
