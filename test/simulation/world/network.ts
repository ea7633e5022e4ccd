import type { SyncNetwork } from '#core/sync/client/ports.ts'
import { chainStep } from '#core/sync/server/chain-step.ts'
import { bucketStep, digestStep } from '#core/sync/server/digest-step.ts'
import type { EnrolAnswer, NewDevice } from '#core/sync/server/enrol-step.ts'
import { replacementText, replaceStep } from '#core/sync/server/enrol-step.ts'
import { headsStep, pullStep } from '#core/sync/server/pull-step.ts'
import { pushStep } from '#core/sync/server/push-step.ts'
import { signWith } from './crypto.ts'
import { leaksOf } from './scope-watch.ts'
import type { SimServer } from './server.ts'
import { DAY, type World } from './world.ts'

class NoAnswer extends Error {}

/** After this long without an answer a call is given up. Milliseconds. */
const TIMEOUT = 30_000

export interface NetworkSide {
  name: string
  isOnline(): boolean
  schema: number
  /** The identity to go on under, kept until it is taken. */
  fresh(): { device: NewDevice; oldKey: string }
  redrawCode(): void
}

export interface SimNetwork extends SyncNetwork {
  call<T>(what: string, request: () => Promise<T>): Promise<T>
}

/** One desktop's way to the server, with everything that can happen to a message. */
export function createSimNetwork(world: World, server: SimServer, side: NetworkSide): SimNetwork {
  const { scheduler, faults } = world
  const random = world.random(`network ${side.name}`)

  const call = async <T>(what: string, request: () => Promise<T>): Promise<T> => {
    if (!side.isOnline()) {
      await scheduler.sleep(20)
      throw new NoAnswer()
    }
    await scheduler.sleep(random.int(2, 400))
    const isAgain = (fault: 'duplicate' | 'lateDuplicate', longest: number) => {
      if (faults.has(fault) && random.chance(0.06))
        scheduler.after(random.int(1, longest), () => void request().catch(() => undefined))
    }
    isAgain('duplicate', 5_000)
    isAgain('lateDuplicate', 4 * DAY)
    if (faults.has('lostRequest') && random.chance(0.08)) return lost(what, 'request')
    const answer = await request()
    if (faults.has('lostAnswer') && random.chance(0.08)) return lost(what, 'answer')
    await scheduler.sleep(random.int(2, 400))
    if (!side.isOnline()) throw new NoAnswer()
    return answer
  }

  const lost = async (what: string, part: string): Promise<never> => {
    world.note(`${side.name}: ${part} of ${what} lost`)
    await scheduler.sleep(TIMEOUT)
    throw new NoAnswer()
  }

  return {
    call,
    push: (request) => call('push', () => server.run((store, options) => pushStep(store, request, options))),
    async pull(request) {
      const answer = await call('pull', () =>
        server.run(async (store, options) => {
          const page = await pullStep(store, request, options)
          const scope = server.store.data.devices.get(request.device)?.scope
          if (page.ok && scope?.version === request.scopeVersion)
            for (const leak of leaksOf(scope, page.items)) world.fail(`${side.name} was told of ${leak}`)
          return page
        }),
      )
      if (!answer.ok || world.plant !== 'noApplied') return answer
      const { applied: _applied, ...rest } = answer
      return rest
    },
    heads: (request) =>
      call('heads', () => server.run((store, options) => headsStep(store, request, options))),
    hashOf: (request) =>
      call('hash', () => server.run((store, options) => chainStep(store, request, options))),
    digests: (request) =>
      call('digests', () => server.run((store, options) => digestStep(store, request, options))),
    buckets: (request) =>
      call('buckets', () => server.run((store, options) => bucketStep(store, request, options))),
    async replace(old): Promise<EnrolAnswer> {
      for (;;) {
        const { device, oldKey } = side.fresh()
        const request = {
          old,
          device,
          schema: side.schema,
          proof: signWith(oldKey, replacementText(old, device)),
        }
        const answer = await call('replace', () =>
          server.run((store, options) => replaceStep(store, request, options)),
        )
        if (!answer.ok || !answer.codeTaken) return answer
        side.redrawCode()
      }
    },
  }
}
