import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Charge, Service } from '#core/domain/service/schema.ts'
import type { Standing } from '#core/domain/service/standing.ts'
import { useCommand } from '#renderer/host/index.ts'
import { useArchive } from '#renderer/host/archive/index.ts'

/** What can be done to a service, as its menu names it. */
export const SERVICE_ACTS = [
  'edit',
  'plan',
  'addCharge',
  'pause',
  'resume',
  'activate',
  'suspend',
  'unsuspend',
  'move',
  'end',
  'keep',
  'archive',
  'restore',
] as const
export type ServiceAct = (typeof SERVICE_ACTS)[number]

/** What can be done to one charge of a service. */
export const CHARGE_ACTS = ['changeCharge', 'endCharge', 'reading', 'readings'] as const
export type ChargeAct = (typeof CHARGE_ACTS)[number]

/** A dialog that is open, and for what. */
export interface OpenAct {
  act: Exclude<ServiceAct, 'archive' | 'restore'> | ChargeAct
  service: Service
  charge?: Charge
}

/** What can be done to a service in its state, as the commands allow it. */
export function actsFor(
  service: Omit<Standing, 'statusSince'> & { archived?: unknown },
  isPaused: boolean,
): ServiceAct[] {
  if (service.archived) return ['restore']
  const keep: ServiceAct[] = service.endsOn === undefined ? [] : ['keep']
  const stay: ServiceAct[] = service.suspendsOn === undefined ? [] : ['unsuspend']
  switch (service.status) {
    case 'pending':
      return ['activate', 'edit', 'plan', 'addCharge', 'move', 'end', ...keep, 'archive']
    case 'active':
      return [
        ...(['edit', 'plan', 'addCharge', isPaused ? 'resume' : 'pause', 'suspend'] as const),
        ...stay,
        ...(['move', 'end'] as const),
        ...keep,
      ]
    case 'suspended':
      return ['unsuspend', 'edit', 'plan', 'addCharge', 'move', 'end', ...keep]
    case 'ended':
      return ['edit', 'archive']
  }
}

/** The acts on services and the dialog that is open for one; each is one command and one undo. */
export function useServiceActs() {
  const { t } = useI18n()
  const { run, isRunning } = useCommand()
  const archiving = useArchive()
  const open = shallowRef<OpenAct>()

  function start(act: ServiceAct, service: Service) {
    if (act === 'archive') void archiving.archive('service', service.id, service.name)
    else if (act === 'restore') void archiving.restore('service', service.id, service.name)
    else open.value = { act, service }
  }

  /** Does it and closes the dialog; stays open with the message when it is refused. */
  async function perform(command: string, input: object, done: string): Promise<boolean> {
    const reply = await run(command, input, { undoToast: done })
    if (reply.ok) open.value = undefined
    return reply.ok
  }

  return {
    open,
    isRunning,
    start,
    perform,
    /** Something about one charge of a service. */
    startCharge: (act: ChargeAct, service: Service, charge: Charge) =>
      (open.value = { act, service, charge }),
    close: () => (open.value = undefined),
    done: (act: string, name: string) => t(`services.done.${act}`, { name }),
  }
}

export type ServiceActs = ReturnType<typeof useServiceActs>
