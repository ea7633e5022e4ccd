import { mayRun } from '#core/domain/people/roles.ts'
import type { SyncRequestOf } from '#core/contract/sync-contract.ts'
import type { SqlDatabase } from '../store/sql.ts'
import type { Caller } from './devices.ts'
import { asksSignIn } from './people.ts'
import { personOfSession } from './sign-in.ts'

/** Whether who asks may move a lease. */
export type LeaseRights = (caller: Caller, request: SyncRequestOf<'lease'>) => Promise<boolean>

/** What somebody must be able to do who decides which desktop does it. */
const COMMAND_OF = { billing: 'billing.issue', mail: 'mailing.send' } as const

/**
 * Where people sign in, moving a lease is for those whose role may do what it is for. One that nobody ever held goes to
 * whoever comes first: a desktop takes those of the offices that it brings, before anybody signed in there.
 */
export const createLeaseRights =
  (database: SqlDatabase, now: () => number): LeaseRights =>
  (caller, { kind, key, act, session }) =>
    database.read(async (sql) => {
      if (!(await asksSignIn(sql, caller.org))) return true
      const held = await sql.all('SELECT device FROM leases WHERE org = ? AND kind = ? AND key = ?', [
        caller.org,
        kind,
        key,
      ])
      if (act === 'take' && held.length === 0) return true
      const who = session === undefined ? undefined : await personOfSession(sql, caller, session, now())
      return who !== undefined && mayRun(who.role, COMMAND_OF[kind])
    })
