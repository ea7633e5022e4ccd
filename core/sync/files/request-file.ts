import type { ClientState, ClientStore } from '../client/ports.ts'
import { partsOf } from '../parts.ts'
import type { Cursor, WireOp } from '../wire.ts'
import { headerOf, type FileHeader } from './sync-file.ts'

/** Ops in one file at the most; what is left follows with the next one. */
const MOST_OPS_IN_FILE = 20_000

/** A push and a pull of one desktop in a file. */
export interface RequestHeader extends FileHeader {
  schema: number
  epoch: string
  after: Cursor
  scopeVersion: number
}

/** A line behind the header. */
export interface RequestLine {
  op: WireOp
}

/** The header of a request of the desktop as it stands now. */
export const requestHeader = (
  { device, schema, epoch, after, scopeVersion }: ClientState,
  org: string,
  made: string,
): RequestHeader => ({ ...headerOf('request', { org, device, made }), schema, epoch, after, scopeVersion })

/** Everything that the server has not answered for yet, in the order of sending. */
export async function* requestLines(store: ClientStore): AsyncGenerator<RequestLine> {
  for (const op of await store.nextOps(MOST_OPS_IN_FILE, new Set()))
    for (const part of partsOf(op)) yield { op: part }
}
