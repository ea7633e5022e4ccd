import { createReadStream } from 'node:fs'
import { syncRequests } from '#core/contract/sync-contract.ts'
import { admitDevice, type ServerOptions } from '#core/sync/server/server-options.ts'
import type { SyncStore } from '#core/sync/server/sync-store.ts'
import type { DeviceAccess } from '../auth/devices.ts'
import type { Snapshots } from '../snapshots/index.ts'
import { HttpProblem, statusOf } from './answers.ts'
import type { App } from './app.ts'
import { authenticate, callerOf } from './sync-routes.ts'

export interface SnapshotRoutesOptions {
  access: DeviceAccess
  storeOf: (org: string) => SyncStore
  steps: ServerOptions
  snapshots: Snapshots
}

/** The file with which a first sync begins, and its parts. */
export function addSnapshotRoutes(
  app: App,
  { access, storeOf, steps, snapshots }: SnapshotRoutesOptions,
): void {
  const admit = async (org: string, caller: string, body: { device: string; schema: number }) => {
    if (body.device !== caller) throw new HttpProblem('sync/forbidden')
    return storeOf(org).read((snapshot) => admitDevice(snapshot, body, steps))
  }
  const optionsOf = <S>(body: S) => ({
    schema: { body, tags: ['sync'], security: [{ device: [] }] },
    onRequest: authenticate(access),
  })

  app.post('/v1/snapshot', optionsOf(syncRequests.snapshot), async (request, reply) => {
    const { org, device } = callerOf(request)
    const admitted = await admit(org, device, request.body)
    if (!admitted.ok) return reply.code(statusOf(admitted)).send(admitted)
    const snapshot = await snapshots.find(org, admitted.device.scope)
    return reply.send({ ok: true, ...(snapshot && { snapshot }) })
  })

  app.post('/v1/snapshot-part', optionsOf(syncRequests['snapshot-part']), async (request, reply) => {
    const { org, device } = callerOf(request)
    const admitted = await admit(org, device, request.body)
    if (!admitted.ok) return reply.code(statusOf(admitted)).send(admitted)
    const part = snapshots.part(org, admitted.device.scope, request.body.id, request.body.part)
    if (!part) throw new HttpProblem('sync/gone')
    return reply
      .headers({ 'content-type': 'application/octet-stream', 'content-length': String(part.bytes) })
      .send(createReadStream(part.file))
  })
}
