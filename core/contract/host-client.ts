import type { HostReply } from './envelope.ts'
import {
  hostContract,
  type HostContract,
  type HostNamespace,
  type MethodInput,
  type MethodOutput,
} from './host-contract.ts'
import type { HostTransport } from './transport.ts'

/** The typed client of the host: `host.command.run({ … })` answers a reply, never throws. */
export type HostClient = {
  [N in HostNamespace]: {
    [V in keyof HostContract[N]]: (input: MethodInput<N, V>) => Promise<HostReply<MethodOutput<N, V>>>
  }
} & Pick<HostTransport, 'subscribe'>

export function createHostClient(transport: HostTransport): HostClient {
  const namespaces = Object.entries(hostContract).map(([namespace, methods]) => [
    namespace,
    Object.fromEntries(
      Object.keys(methods).map((verb) => [
        verb,
        (input: unknown) => transport.call(`${namespace}.${verb}`, input),
      ]),
    ),
  ])
  // The object is built from the contract itself, so its shape is the mapped type above.
  return { ...Object.fromEntries(namespaces), subscribe: transport.subscribe.bind(transport) } as HostClient
}
