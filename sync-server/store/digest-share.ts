import type { ShareDigests } from '#core/sync/server/digest-step.ts'

type Made = ReturnType<Parameters<ShareDigests>[1]>

/** Answers that are kept: whoever asks next mostly stands at one of the last places. */
const MOST_KEPT = 16

/**
 * Computes digests one after another, so that they never take all connections that read, and once for all desktops that
 * ask the same: after a night without a network they ask at one moment.
 */
export function createDigestShare(): (org: string) => ShareDigests {
  const kept = new Map<string, Made>()
  let last: Promise<unknown> = Promise.resolve()
  return (org) => (key, make) => {
    const name = `${org}/${key}`
    const known = kept.get(name)
    if (known) return known
    const made = last.then(make)
    last = made.catch(() => undefined)
    kept.set(name, made)
    // What failed is tried afresh.
    made.catch(() => kept.delete(name))
    for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest)
    return made
  }
}
