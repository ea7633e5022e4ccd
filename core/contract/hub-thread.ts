import type { FileProblem } from '../sync/files/sync-file.ts'
import type { AccessRefusal } from './access-contract.ts'
import type { HostErrorCode } from './error-codes.ts'

/*
 * What a desktop and the server that it runs in a thread of its own (sync.md §6) tell each other. The desktop knows of
 * the server only this, and the server of the desktop nothing.
 */

/** With what the thread begins. */
export interface HubStart {
  /** Of its SQLite file and certificates. */
  folder: string
  /** The address to listen at. */
  host: string
  port: number
  /** Of the organisation, which is made when there is none. */
  name: string
  /** The built script of the store's threads, with which the files for first syncs are made. */
  storeWorker: string
  /** A backup with which an empty folder is filled. */
  restoreFrom?: string
  /** The folder is a copy, or lies on another computer: desktops must not trust sequence numbers of before. */
  isMoved: boolean
}

/** Where it listens and how it is known. */
export interface HubStarted {
  org: string
  port: number
  /** SHA-256 of its own authority, lower-case hex. */
  fingerprint: string
}

export interface HubDesktop {
  id: string
  name: string
  code: string
  state: string
  /** ISO instant of its last request. */
  seenAt?: string
  /** The office under which it last wrote. */
  office?: string
}

/** Calls of the thread by name: what goes in, what comes out. */
export interface HubCalls {
  code: { in: { url: string }; out: { text: string; expiresAt: string } }
  desktops: { in: object; out: HubDesktop[] }
  /** `isKnown`: there is such a desktop, and it has the name now. */
  rename: { in: { id: string; name: string }; out: { isKnown: boolean } }
  revoke: { in: { id: string }; out: { isKnown: boolean } }
  release: { in: { id: string }; out: { isKnown: boolean } }
  /** Whether people sign in, and who could manage them. */
  signIn: { in: object; out: { isAsked: boolean; admins: { name: string; email: string }[] } }
  /** `first`: somebody who becomes an administrator. */
  beginSignIn: {
    in: { first?: { id: string; name: string; email: string; password: string } }
    out: { ok: true } | { ok: false; refusal: AccessRefusal }
  }
  endSignIn: { in: object; out: object }
  lookAtFile: {
    in: { file: string }
    out: { ok: true; value: { name: string; made: string; ops: number } } | { ok: false; error: FileProblem }
  }
  answerFile: {
    in: { file: string; answer: string }
    out:
      | { ok: true; value: { taken: number; told: number; refused?: string } }
      | { ok: false; error: FileProblem }
  }
  backup: { in: { file: string }; out: { rows: number } }
}

export type HubRequest =
  | { type: 'call'; id: number; method: keyof HubCalls; input: unknown }
  | { type: 'cancel'; id: number }
  | { type: 'close' }

export type HubMessage =
  | { type: 'started'; started: HubStarted }
  | { type: 'failed'; code: HostErrorCode; message: string }
  | { type: 'progress'; id: number; done: number; total: number }
  | { type: 'answer'; id: number; value: unknown }
  | { type: 'refused'; id: number; code: HostErrorCode; message: string }
  | { type: 'log'; message: string }
  | { type: 'closed' }
