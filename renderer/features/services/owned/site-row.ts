import type { MethodOutput } from '#core/contract/host-contract.ts'

/** A site of a customer with what is delivered there. */
export type SiteRow = MethodOutput<'services', 'sites'>['rows'][number]
