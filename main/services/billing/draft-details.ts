import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { CustomerDraft } from '#core/domain/billing/run.ts'
import type { CommandContext } from '#core/domain/command.ts'
import { readMany } from '#core/domain/typed-reader.ts'

type Details = Omit<MethodOutput<'billing', 'customer'>, 'row'>

/** What a draft would issue for one customer, with the names of what its lines are about. */
export function documentsOf({ invoices, problems }: CustomerDraft, { read }: CommandContext): Details {
  const lines = invoices.flatMap((invoice) => invoice.lines)
  const serviceIds = new Set([...lines, ...problems].flatMap(({ serviceId }) => serviceId ?? []))
  const services = readMany(read, 'services', [...serviceIds])
  const sites = readMany(
    read,
    'sites',
    invoices.flatMap(({ siteId }) => siteId ?? []),
  )
  return {
    documents: invoices.map(({ kind, siteId, lines: own, taxes, net, tax, gross }) => {
      const site = siteId === undefined ? undefined : sites.get(siteId)
      return {
        kind,
        ...(siteId !== undefined && { siteId }),
        ...(site && { siteName: site.name }),
        lines: own,
        taxes,
        net,
        tax,
        gross,
      }
    }),
    problems: problems.map((problem) => {
      const service = problem.serviceId === undefined ? undefined : services.get(problem.serviceId)
      const charge = service?.charges.find(({ id }) => id === problem.chargeId)
      return {
        ...problem,
        ...(problem.detail !== undefined && { detail: problem.detail.slice(0, 500) }),
        ...(service && { serviceName: service.name }),
        ...(charge && { chargeName: charge.description }),
      }
    }),
    services: [...services.values()].map(({ id, name }) => ({ id, name })),
  }
}
