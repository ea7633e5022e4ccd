import type { HostReply } from './envelope.ts'
import type { HostContract, HostNamespace, MethodInput, MethodOutput } from './host-contract.ts'

/** One handler for every method of a namespace; input has been validated by the dispatcher. */
export type NamespaceHandlers<N extends HostNamespace> = {
  [V in keyof HostContract[N]]: (input: MethodInput<N, V>) => Promise<HostReply<MethodOutput<N, V>>>
}

export type HostHandlers = { [N in HostNamespace]: NamespaceHandlers<N> }
