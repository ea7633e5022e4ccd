import type { Clock } from '../../lib/clock.ts'
import type { SyncRefusal } from '../wire.ts'
import { replaceIdentity } from './identity.ts'
import { createBackoff, createSleeper } from './pacing.ts'
import { CallRefused, type ClientState, type ClientStore, type SyncNetwork, type Timers } from './ports.ts'
import { historyOnce, pullOnce, repairOnce, type PullOptions } from './pull-loop.ts'
import { pushOnce, type PushMemory, type PushOptions, type StepEnd } from './push-loop.ts'

export interface SyncStatus {
  /** Why nothing is sent or fetched until a person does something; the queue stays as it is. */
  paused?: SyncRefusal | 'damaged'
  /** Since when no call gets through; milliseconds since 1970 UTC. */
  offlineSince?: number
  /** When a pull last became visible. */
  pulledAt?: number
}

export interface ClientPorts {
  store: ClientStore
  network: SyncNetwork
  clock: Clock
  timers: Timers
  /** From 0 up to, not including, 1. */
  random: () => number
  onStatus?: (status: SyncStatus) => void
}

export interface SyncClient {
  start(): void
  /** Both loops end after what they are doing. */
  stop(): void
  /** The server has something new, or the network came back. */
  poke(): void
  /** A command was committed on this device. */
  changed(): void
  /** The host noticed that the file was restored or moved: go on under a new identity before anything else. */
  renewIdentity(): void
  /** A person did something about the reason of a pause: signed in, updated, released the device. */
  resume(): void
  status(): SyncStatus
}

/** How long a pause lasts before the server is asked again by itself. Milliseconds. */
const ASK_AGAIN = 10 * 60_000
/** How long a comparison of digests that came to nothing is left alone: it reads everything on both sides. Milliseconds. */
const COMPARE_AGAIN = 10 * 60_000

/**
 * Pushes and pulls in two loops that do not wait for each other. The first pull of a start comes before the first push,
 * so that a restored file is noticed before it sends anything.
 */
export function createSyncClient(
  ports: ClientPorts,
  options: PullOptions & PushOptions = { pageSize: 500 },
): SyncClient {
  const { store, network, clock, timers, random } = ports
  const sleepers = { push: createSleeper(timers), pull: createSleeper(timers) }
  const memory: PushMemory = { parked: new Set() }
  let status: SyncStatus = {}
  let isRunning = false
  let hasPulled = false
  let comparedAt = -Infinity

  const tell = (change: SyncStatus): void => {
    status = { ...status, ...change }
    ports.onStatus?.(status)
  }

  let renewing: Promise<number> | undefined
  let mustRenew = false

  /** Both loops may notice; one of them does it. Answers how long to wait, in milliseconds. */
  const renew = (state: ClientState): Promise<number> => {
    const work = async (): Promise<number> => {
      if ((await store.state())?.device !== state.device) return 0
      const answer = await replaceIdentity(store, network, state)
      if (answer.ok) {
        mustRenew = false
        return 0
      }
      const { refusal } = answer
      tell({ paused: refusal === 'quarantined' || refusal === 'revoked' ? refusal : 'forbidden' })
      return ASK_AGAIN
    }
    renewing ??= work().finally(() => (renewing = undefined))
    return renewing
  }

  /** Answers how long to wait, in milliseconds. */
  const settle = async (end: StepEnd): Promise<number> => {
    switch (end.kind) {
      case 'again':
        return 0
      case 'idle':
        return end.wait
      case 'epoch':
        sleepers.pull.wake()
        return Infinity
      case 'forked':
        return renew(end.state)
      case 'refused': {
        const state = await store.state()
        // Said of the identity before, while the other loop went on under a new one.
        if (state && state.device !== end.device) return 0
        // Another copy of the file took over, or a person released this one after two copies wrote.
        if (state && (end.refusal === 'closed' || end.refusal === 'quarantined'))
          return settle({ kind: 'forked', state })
        tell({ paused: end.refusal })
        return ASK_AGAIN
      }
    }
  }

  const loop = async (name: 'push' | 'pull', step: () => Promise<StepEnd>): Promise<void> => {
    const backoff = createBackoff(random)
    while (isRunning) {
      let wait: number
      try {
        wait = await settle(await step())
        backoff.reset()
        if (status.offlineSince !== undefined) tell({ offlineSince: undefined })
      } catch (error) {
        if (error instanceof CallRefused) {
          wait = ASK_AGAIN
          tell({ paused: error.refusal, offlineSince: undefined })
        } else {
          // No answer, or a full disk: nothing is lost, and the reason does not matter for what comes next.
          wait = backoff.next()
          tell({ offlineSince: status.offlineSince ?? clock.now() })
        }
      }
      if (isRunning) await sleepers[name].sleep(wait)
    }
  }

  const push = async (): Promise<StepEnd> => {
    if (!hasPulled) return { kind: 'idle', wait: Infinity }
    return pushOnce(store, network, memory, options)
  }

  const pull = async (): Promise<StepEnd> => {
    const state = mustRenew ? await store.state() : undefined
    const end: StepEnd = state ? { kind: 'forked', state } : await pullOnce(store, network, options)
    if (end.kind !== 'idle' || end.wait === Infinity) return end
    hasPulled = true
    memory.parked.clear()
    tell({ paused: undefined, pulledAt: clock.now() })
    sleepers.push.wake()
    // Between two pages of older activity comes what is new.
    if (await historyOnce(store, network, options)) return { kind: 'again' }
    const now = clock.now()
    if (Math.abs(now - comparedAt) >= COMPARE_AGAIN && (await repairOnce(store, network, now)))
      comparedAt = now
    return end
  }

  const wakeBoth = () => {
    sleepers.pull.wake()
    sleepers.push.wake()
  }

  return {
    start() {
      if (isRunning) return
      isRunning = true
      void loop('pull', pull)
      void loop('push', push)
    },
    stop() {
      isRunning = false
      wakeBoth()
    },
    poke: () => sleepers.pull.wake(),
    changed: () => sleepers.push.wake(),
    renewIdentity() {
      mustRenew = true
      hasPulled = false
      sleepers.pull.wake()
    },
    resume: wakeBoth,
    status: () => status,
  }
}
