import type { ClientState, ClientStore, SendPlace } from '../client/ports.ts'
import { partsOf } from '../parts.ts'
import type { Cursor, WireOp } from '../wire.ts'
import { headerOf, type FileHeader } from './sync-file.ts'

/** Ops that are read from the desktop's file at a time. */
const OPS_AT_ONCE = 50

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

/**
 * Everything that the server has not answered for, in the order of sending.
 *
 * @param wrote called with how many ops were given so far.
 */
export async function* requestLines(
  store: Pick<ClientStore, 'opsBehind'>,
  wrote: (ops: number) => void = () => undefined,
): AsyncGenerator<RequestLine> {
  let count = 0
  for (let place: SendPlace | undefined = { offer: 0, n: 0 }; place;) {
    const piece: Awaited<ReturnType<ClientStore['opsBehind']>> = await store.opsBehind(place, OPS_AT_ONCE)
    for (const op of piece.ops) for (const part of partsOf(op)) yield { op: part }
    wrote((count += piece.ops.length))
    place = piece.next
  }
}
