import type { Static } from 'typebox'
import type { MethodDefinition } from './envelope.ts'
import { accessMethods } from './methods/access.ts'
import { appMethods, draftsMethods, secretsMethods, settingsMethods, tasksMethods } from './methods/app.ts'
import { backupMethods } from './methods/backup.ts'
import { bankMethods } from './methods/bank.ts'
import { billingMethods } from './methods/billing.ts'
import { customersMethods } from './methods/customers.ts'
import { activityMethods, commandMethods, searchMethods, storeMethods } from './methods/data.ts'
import { geoMethods } from './methods/geo.ts'
import { hubMethods } from './methods/hub.ts'
import { issuesMethods } from './methods/issues.ts'
import { inventoryMethods } from './methods/inventory.ts'
import { servicesMethods } from './methods/services.ts'
import { invoiceExportMethods } from './methods/invoice-exports.ts'
import { invoicesMethods } from './methods/invoices.ts'
import { moneyExportsMethods } from './methods/money-exports.ts'
import { paymentsMethods } from './methods/payments.ts'
import { revenueMethods } from './methods/revenue.ts'
import { sitesMethods } from './methods/sites.ts'
import { syncMethods } from './methods/sync.ts'
import { syncFilesMethods } from './methods/sync-files.ts'
import { exportsMethods, filesMethods, importsMethods } from './methods/transfer.ts'

/** Raised when a method changes its meaning; window and host of different versions refuse each other. */
export const CONTRACT_VERSION = 2

/**
 * The one description of the boundary between windows and host. The typed client, the handler types and the list of
 * allowed methods all derive from it.
 */
export const hostContract = {
  app: appMethods,
  access: accessMethods,
  tasks: tasksMethods,
  settings: settingsMethods,
  drafts: draftsMethods,
  secrets: secretsMethods,
  store: storeMethods,
  command: commandMethods,
  customers: customersMethods,
  inventory: inventoryMethods,
  services: servicesMethods,
  billing: billingMethods,
  invoices: invoicesMethods,
  issues: issuesMethods,
  search: searchMethods,
  sites: sitesMethods,
  activity: activityMethods,
  geo: geoMethods,
  imports: importsMethods,
  exports: { ...exportsMethods, ...invoiceExportMethods, ...moneyExportsMethods },
  payments: paymentsMethods,
  bank: bankMethods,
  revenue: revenueMethods,
  files: filesMethods,
  sync: syncMethods,
  syncFiles: syncFilesMethods,
  hub: hubMethods,
  backup: backupMethods,
} as const

export type HostContract = typeof hostContract
export type HostNamespace = keyof HostContract

type InputOf<M> = M extends MethodDefinition<infer I> ? Static<I> : never
type OutputOf<M> = M extends MethodDefinition<infer _I, infer O> ? Static<O> : never

export type MethodInput<N extends HostNamespace, V extends keyof HostContract[N]> = InputOf<
  HostContract[N][V]
>
export type MethodOutput<N extends HostNamespace, V extends keyof HostContract[N]> = OutputOf<
  HostContract[N][V]
>

/** `namespace.verb` of every method. */
export type HostMethod = {
  [N in HostNamespace]: `${N}.${keyof HostContract[N] & string}`
}[HostNamespace]

export function findMethod(method: string): MethodDefinition | undefined {
  const [namespace = '', verb = '', ...rest] = method.split('.')
  if (rest.length > 0 || !Object.hasOwn(hostContract, namespace)) return undefined
  const methods: Record<string, MethodDefinition> = hostContract[namespace as HostNamespace]
  return Object.hasOwn(methods, verb) ? methods[verb] : undefined
}

export const hostMethods = Object.entries(hostContract).flatMap(([namespace, methods]) =>
  Object.keys(methods).map((verb) => `${namespace}.${verb}` as HostMethod),
)
