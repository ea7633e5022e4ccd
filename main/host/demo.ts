import { v7 as uuidv7 } from 'uuid'
import { hostError, type HostError } from '#core/contract/envelope.ts'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { systemClock } from '#core/lib/clock.ts'
import { createDemoLoader, holdsDemo } from '../services/demo/index.ts'
import type { Store } from '../store/store.ts'
import type { HostParts } from './host-parts.ts'

/** The same demo for everybody, so that a screenshot or a report can be followed elsewhere. */
const DEMO_SEED = 1

export interface DemoRequest {
  customers: number
  language: 'es' | 'en'
  office: { country: string; prefix: string }
  taskId?: string
}

/** Whether what is open is made up: the demo's own folder, or demo data in the place of somebody's own. */
export const isMadeUp = async ({ folders, slot }: Pick<HostParts, 'folders' | 'slot'>): Promise<boolean> =>
  folders.isDemo() || holdsDemo(slot.current())

/** Fills a set-up store with demo data. Answers what went wrong, `host/cancelled` included. */
export async function loadDemo(
  { geocoding, tasks }: Pick<HostParts, 'geocoding' | 'tasks'>,
  store: Store,
  { customers, language, office, taskId }: DemoRequest,
): Promise<HostError | undefined> {
  const device = store.device()
  if (!device) return hostError('host/not-set-up', 'set up first')
  const loader = createDemoLoader({
    run: (command, input) => store.runInternal(command, input),
    towns: () => geocoding.towns(['ES', 'MX', 'AR', 'GB']),
    clock: systemClock,
    ids: { next: () => uuidv7() },
  })
  const task = taskId === undefined ? undefined : tasks.begin(taskId, 'demo')
  try {
    const loaded = await loader.load(
      {
        customers,
        seed: DEMO_SEED,
        language,
        office: { id: device.officeId, ...office },
        personId: device.personId,
      },
      { signal: task?.signal, onProgress: (progress) => task?.progress(progress.done, progress.total) },
    )
    return loaded.ok ? undefined : loaded.error
  } finally {
    task?.end()
  }
}

/** What `--demo` sets up without asking anybody. */
export function demoSetUp(suggested: {
  locale: 'es' | 'en'
  timeZone: string
  country: string
}): MethodInput<'app', 'setUp'> {
  const isSpanish = suggested.locale === 'es'
  return {
    language: suggested.locale,
    personName: 'Ana Ruiz',
    companyName: isSpanish ? 'Enlace Demostración' : 'Enlace Demo',
    officeName: isSpanish ? 'Oficina central' : 'Head office',
    officePrefix: 'DEM',
    timeZone: suggested.timeZone,
    country: suggested.country,
    data: 'empty',
  }
}
