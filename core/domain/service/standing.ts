import { covers } from '../billing/spans.ts'
import type { Charge, Service, ServiceStatus } from './schema.ts'

/** How a service stands on a day, and what is planned for later ones (`YYYY-MM-DD`). */
export interface Standing {
  status: ServiceStatus
  /** The day on which it came into this status. */
  statusSince: string
  /** First day of a service that has not begun. */
  startsOn?: string
  /** First day without service. */
  endsOn?: string
  /** First day out of service on our account. */
  suspendsOn?: string
  /** Of a suspended service: first day in service again. */
  resumesOn?: string
}

type Dated = Pick<Service, 'status' | 'statusSince' | 'activeFrom' | 'endedOn' | 'suspensions'>
type Suspension = NonNullable<Service['suspensions']>[number]

/** A service that was taken over as suspended: nobody told since when but the status itself, and it is billed. */
export const isTakenOver = ({ status, statusSince, suspensions = [] }: Dated): boolean =>
  status === 'suspended' && !suspensions.some(({ to }) => to === undefined || to > statusSince)

/** The suspension that holds on a day, if there is one; the one of a service taken over as suspended is billed. */
export function suspensionOn(
  service: Dated,
  day: string,
): Pick<Suspension, 'from' | 'to' | 'billed'> | undefined {
  const found = service.suspensions?.find((one) => covers(one, day))
  if (found) return found
  return isTakenOver(service) && service.statusSince <= day
    ? { from: service.statusSince, billed: true }
    : undefined
}

/**
 * The status of a service on a day. Ends, suspensions and resumptions that were said beforehand are dates, and take effect
 * on their day without anybody doing anything; the stored status is the one of the day of the last change.
 */
export function standingOn(service: Dated, day: string): Standing {
  const { status, statusSince, activeFrom, endedOn, suspensions = [] } = service
  if (endedOn === undefined ? status === 'ended' : endedOn <= day)
    return { status: 'ended', statusSince: endedOn ?? statusSince }
  const ends = endedOn !== undefined && { endsOn: endedOn }
  if (status === 'pending') return { status, statusSince, ...ends }
  const now = suspensionOn(service, day)
  if (now) {
    const resumes = now.to !== undefined && { resumesOn: now.to }
    return { status: 'suspended', statusSince: now.from, ...resumes, ...ends }
  }
  const ahead = suspensions
    .map(({ from }) => from)
    .filter((from) => from > day && (endedOn === undefined || from < endedOn))
    .sort()
  const resumed = suspensions.reduce((last, { to }) => (to && to <= day && to > last ? to : last), '')
  return {
    status: 'active',
    statusSince: resumed > statusSince ? resumed : statusSince,
    ...(activeFrom !== undefined && activeFrom > day && { startsOn: activeFrom }),
    ...(ahead[0] !== undefined && { suspendsOn: ahead[0] }),
    ...ends,
  }
}

/** The meters of a service that count on a day: none of one that has ended. */
export const metersOn = (service: Service, day: string): Charge[] =>
  standingOn(service, day).status === 'ended'
    ? []
    : service.charges.filter(({ kind, to }) => kind === 'metered' && (to === undefined || to > day))

/** The first day after another on which a service may stand or cost otherwise; undefined when nothing is planned. */
export function nextChange(service: Service, day: string): string | undefined {
  const { activeFrom, endedOn, statusSince, suspensions = [], charges } = service
  let next: string | undefined
  const look = (date: string | undefined) => {
    if (date !== undefined && date > day && (next === undefined || date < next)) next = date
  }
  look(activeFrom)
  look(endedOn)
  look(statusSince)
  for (const { from, to } of suspensions) {
    look(from)
    look(to)
  }
  for (const { from, to, pauses = [] } of charges) {
    look(from)
    look(to)
    for (const pause of pauses) {
      look(pause.from)
      look(pause.to)
    }
  }
  return next
}

/** The first day after the pause in which a day lies: empty when it has no end, undefined when there is none. */
export function pauseOn({ charges }: Pick<Service, 'charges'>, day: string): string | undefined {
  const pause = charges.flatMap((charge) => charge.pauses ?? []).find((one) => covers(one, day))
  return pause && (pause.to ?? '')
}
