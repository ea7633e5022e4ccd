import type { Site } from '#core/domain/site/schema.ts'
import { encodePlusCode } from '#core/domain/values/plus-code.ts'
import { sortNameOf } from '#core/lib/fold.ts'
import type { SeededRandom } from '#core/lib/seeded-random.ts'
import { ADDRESS_NOTES, type CountryStyle } from './country-style.ts'
import type { Land } from './land.ts'
import { postcodeFor } from './postcodes.ts'
import { pointNear, type DemoTown } from './towns.ts'

export interface SitePlan {
  customerId: string
  /** The name, before a number is added to tell it from the customer's other sites. */
  name: string
  town: DemoTown
  work: boolean
  createdAt: string
}

/** Share of sites outside towns, placed by pin and found by directions. */
const RURAL_SHARE = 0.07

export function buildSite(
  plan: SitePlan,
  style: CountryStyle,
  land: Land,
  newId: () => string,
  random: SeededRandom,
): Site {
  const { town } = plan
  const rural = random.chance(RURAL_SHARE)
  const { latitude, longitude } = pointNear(town, rural, land, random)
  const plusCode = encodePlusCode(latitude, longitude, 11)
  if (!plusCode.ok) throw new Error(`no Plus Code for ${latitude}, ${longitude}`)
  const unit = !rural && random.chance(plan.work ? 0.25 : 0.5)
  const note = rural || random.chance(0.04)
  return {
    id: newId(),
    customerId: plan.customerId,
    name: plan.name,
    sortName: sortNameOf(plan.name),
    addressLine1: rural ? style.ruralPlace(random) : style.street(random),
    ...(unit && { addressLine2: style.unit(random) }),
    city: town.name,
    state: town.state,
    postcode: postcodeFor(town, random),
    country: town.country,
    latitude,
    longitude,
    plusCode: plusCode.value,
    ...(note && { addressNote: random.pick(ADDRESS_NOTES[style.language]) }),
    separateInvoice: plan.work && random.chance(0.15),
    origin: rural
      ? { source: 'user', precision: 'pin', at: plan.createdAt }
      : {
          source: 'offline',
          precision: random.weighted({ pin: 5, rooftop: 60, street: 35 }),
          at: plan.createdAt,
        },
    createdAt: plan.createdAt,
  }
}
