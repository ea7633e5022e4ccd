/** What one device of an organisation alone may do (sync.md §3): issue an office's invoices, send mail. */
export const LEASE_KINDS = ['billing', 'mail'] as const
export type LeaseKind = (typeof LEASE_KINDS)[number]

export const isLeaseKind = (text: string): text is LeaseKind => LEASE_KINDS.some((kind) => kind === text)

/** What somebody wants of a lease. */
export const LEASE_ACTS = [
  /** Takes one that nobody holds, or whose holder is not heard any more. */
  'take',
  /** Tells the holder that somebody here would do it instead. */
  'ask',
  /** The holder gives it to another device. */
  'give',
  /** The holder leaves things as they are; nobody asks any more. */
  'keep',
  /** A person takes it away by hand from a device that does not answer. */
  'force',
] as const
export type LeaseAct = (typeof LEASE_ACTS)[number]
