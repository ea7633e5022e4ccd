import { Type } from 'typebox'
import { err, ok } from '../../lib/result.ts'
import { rankBetween } from '../catalog/rank.ts'
import { tidyName } from '../changes.ts'
import { checkCatalog } from '../catalog/rules.ts'
import type { CatalogData, CatalogKind, CatalogRecord } from '../catalog/schema.ts'
import { defineCommand, type CommandContext } from '../command.ts'
import { anyText } from '../input-kit.ts'
import { language } from '../schema-kit.ts'
import { seedId } from '../seed-id.ts'
import { readOne, readWhere, writeOf } from '../typed-reader.ts'
import { SEED_CONTACT_TYPES, SEED_STATUSES } from './seeds.ts'

export interface SetUpDone {
  companyId: string
  officeId: string
  personId: string
}

/** Currency of the countries where the program is sold first; elsewhere the person changes it in the settings. */
const CURRENCY_OF: Readonly<Record<string, string>> = {
  MX: 'MXN',
  AR: 'ARS',
  GB: 'GBP',
  US: 'USD',
  CL: 'CLP',
  CO: 'COP',
  PE: 'PEN',
  UY: 'UYU',
}

/**
 * The first command of an installation: company, office, first person, statuses and contact types. Office and person
 * take the ids that the store drew for this desktop (`context.actor`), so that the op already names its author; the
 * company, statuses and contact types have fixed ids.
 */
export const initialise = defineCommand({
  name: 'setup.initialise',
  internal: true,
  // Open, so that the host may hand on what `app.setUp` got as it is.
  input: Type.Object({
    language: language(),
    personName: anyText(),
    companyName: anyText(),
    officeName: anyText(),
    officePrefix: anyText(),
    timeZone: anyText(),
    country: anyText(),
    currency: Type.Optional(anyText()),
  }),
  undo: 'none',
  run(input, context) {
    const companyId = seedId(context.sha256, 'company', 'own')
    if (readOne(context.read, 'catalog', companyId)) return err({ code: 'setup.alreadyDone' })
    const { timeZone, country } = input
    const place = { timeZone, country, currency: input.currency ?? CURRENCY_OF[country] ?? 'EUR' }
    const company = { name: tidyName(input.companyName) ?? '', ...place }
    const office = { name: tidyName(input.officeName) ?? '', prefix: input.officePrefix, ...place }
    const person = { name: tidyName(input.personName) ?? '', language: input.language }
    const issues = [
      ...checkCatalog('company', company, []),
      ...checkCatalog('office', office, []),
      ...checkCatalog('person', person, []),
    ]
    if (issues.length > 0) return err({ code: 'setup.invalid', fields: issues })
    const { officeId, personId } = context.actor
    const records = [
      ...recordsOf(context, 'company', [[companyId, company]]),
      ...recordsOf(context, 'office', [[officeId, office]]),
      ...recordsOf(context, 'person', [[personId, person]]),
      ...seeds(context, 'customerStatus', SEED_STATUSES),
      ...seeds(context, 'contactType', SEED_CONTACT_TYPES),
    ]
    const result: SetUpDone = { companyId, officeId, personId }
    return ok({ writes: records.map((record) => writeOf('catalog', undefined, record)), result })
  },
})

/** Records of a kind in the given order. */
function recordsOf<K extends CatalogKind>(
  context: CommandContext,
  kind: K,
  entries: readonly (readonly [id: string, data: CatalogData<K>])[],
): CatalogRecord[] {
  const createdAt = new Date(context.now).toISOString()
  let rank = ''
  return entries.map(([id, data]) => {
    rank = rankBetween(rank)
    return { id, kind, rank, data, createdAt }
  })
}

const seeds = <K extends 'customerStatus' | 'contactType'>(
  context: CommandContext,
  kind: K,
  data: readonly CatalogData<K>[],
) =>
  recordsOf(
    context,
    kind,
    data.map((seed) => [seedId(context.sha256, kind, seed.key), seed] as const),
  )

/**
 * A desktop began with the data of an organisation: who works at it becomes one of its people, under the id that the
 * store drew.
 */
export const joinOffice = defineCommand({
  name: 'setup.joinOffice',
  internal: true,
  input: Type.Object({ personName: anyText(), language: language() }),
  undo: 'none',
  run({ personName, language: spoken }, context) {
    const { personId } = context.actor
    if (readOne(context.read, 'catalog', personId)) return ok({ writes: [], result: {} })
    const person = { name: tidyName(personName) ?? '', language: spoken }
    const issues = checkCatalog('person', person, [])
    if (issues.length > 0) return err({ code: 'setup.invalid', fields: issues })
    const ranks = readWhere(context.read, 'catalog', { kind: 'person' }).map(({ rank }) => rank)
    const [record] = recordsOf(context, 'person', [[personId, person]])
    const rank = rankBetween(ranks.sort().at(-1) ?? '')
    const writes = record ? [writeOf('catalog', undefined, { ...record, rank })] : []
    return ok({ writes, result: {} })
  },
})

export const setupCommands = [initialise, joinOffice]
