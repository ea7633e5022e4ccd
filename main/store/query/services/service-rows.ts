import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { Service } from '#core/domain/service/schema.ts'
import { pauseOn, standingOn } from '#core/domain/service/standing.ts'
import { namesOf } from '../inventory/item-rows.ts'
import type { Statements } from '../statements.ts'

type Row = MethodOutput<'services', 'list'>['rows'][number]

/** Identifiers that a row names. */
const MOST_IDENTIFIERS = 4

/** A service with the names of whose it is and where. */
export interface NamedService {
  service: Service
  customerName: string
  siteName: string
  town?: string
  officeId?: string
  /** Net minor units a month. */
  monthly: number
  archived: boolean
}

/** Services by record number, in the same order. */
export function readServices(statements: Statements, numbers: readonly number[]): NamedService[] {
  const found = statements.all(
    `SELECT i.archived AS archived, d.body AS body, m.monthly AS monthly, o.id AS office, t.name AS town
      FROM json_each(?) AS j JOIN r_service_list AS i ON i.n = j.value JOIN d_services AS d ON d.id = i.id
        LEFT JOIN r_service AS m ON m.id = i.id LEFT JOIN r_code AS o ON o.n = i.office_n
        LEFT JOIN r_place AS t ON t.n = i.town_n ORDER BY j.key`,
    [JSON.stringify(numbers)],
  )
  const services = found.map(({ body, monthly, office, town, archived }) => ({
    // The store itself wrote the text from a document.
    service: JSON.parse(body as string) as Service,
    monthly: Number(monthly ?? 0),
    archived: archived === 1,
    ...(typeof office === 'string' && { officeId: office }),
    ...(typeof town === 'string' && { town }),
  }))
  const names = (collection: 'customers' | 'sites', field: 'customerId' | 'siteId') => {
    const byId = namesOf(
      statements,
      collection,
      services.map(({ service }) => service[field]),
    )
    return (id: string): string => byId.get(id) ?? ''
  }
  const customer = names('customers', 'customerId')
  const site = names('sites', 'siteId')
  return services.map((one) => ({
    ...one,
    customerName: customer(one.service.customerId),
    siteName: site(one.service.siteId),
  }))
}

/** Rows of the list by record number. `today` tells how they stand and which pauses have begun. */
export const serviceRows = (statements: Statements, numbers: readonly number[], today: string): Row[] =>
  readServices(statements, numbers).map(({ service, ...named }) => {
    const standing = standingOn(service, today)
    const pausedTo = standing.status === 'ended' ? undefined : pauseOn(service, today)
    return {
      id: service.id,
      name: service.name,
      type: service.type,
      ...standing,
      ...(pausedTo !== undefined && { pausedTo }),
      ...(service.productId !== undefined && { productId: service.productId }),
      customerId: service.customerId,
      siteId: service.siteId,
      currency: service.currency,
      identifiers: service.identifiers.slice(0, MOST_IDENTIFIERS).map(({ kind, value }) => ({ kind, value })),
      ...named,
    }
  })

/** The day for which figures that change with time are kept, which is today for this desktop's office. */
export const keptDay = (statements: Statements): string =>
  String(statements.get(`SELECT value FROM meta WHERE key = 'day'`)?.value ?? '')
