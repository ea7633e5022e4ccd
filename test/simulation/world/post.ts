import { answerHeader, answerRequest } from '#core/sync/files/answer-request.ts'
import type { AnswerHeader, AnswerLine } from '#core/sync/files/answer-request.ts'
import { requestHeader, requestLines } from '#core/sync/files/request-file.ts'
import type { RequestHeader, RequestLine } from '#core/sync/files/request-file.ts'
import { checkFile, sealFile, type FileHeader } from '#core/sync/files/sync-file.ts'
import { takeAnswer } from '#core/sync/files/take-answer.ts'
import type { SeededRandom } from '#core/lib/seeded-random.ts'
import { sha256, signWith, verifySignature } from './crypto.ts'
import type { Desktop } from './desktop.ts'
import type { SimServer } from './server.ts'
import { DAY, HOUR, type World } from './world.ts'

const ORG = 'org-1'
const SERVER_KEY = 'key of the server'
const MINUTE = 60_000

/**
 * Somebody carries a file from a desktop to the server and its answer back: days late, twice, in any order, with other
 * files and the network in between, and sometimes not as it was written.
 */
export async function sendByFile(world: World, server: SimServer, desktop: Desktop): Promise<void> {
  const random = world.random(`post ${desktop.name}`)
  const store = desktop.store()
  const state = await store?.state()
  if (!store || !state) return
  const header = requestHeader(state, ORG, new Date(world.scheduler.now()).toISOString())
  const file = await collected(
    sealFile(header, requestLines(store), { sha256, sign: (text) => store.sign(text) }),
  )
  world.note(`${desktop.name}: writes a file with ${file.length - 2} ops from ${state.after.seq} on`)
  carry(world, random, file, (arrived) => answerFile(world, server, desktop, random, arrived))
}

/** Brings a file once or twice, whole or not. */
function carry(
  world: World,
  random: SeededRandom,
  file: readonly string[],
  arrive: (file: readonly string[]) => Promise<void>,
): void {
  for (let copies = random.chance(0.3) ? 2 : 1; copies > 0; copies--) {
    const arrived = random.chance(0.15) ? spoilt(file, random) : file
    const delay = random.chance(0.5) ? random.int(MINUTE, HOUR) : random.int(HOUR, 4 * DAY)
    world.scheduler.after(delay, () => void arrive(arrived).catch(() => undefined))
  }
}

/** Cut, or with a letter changed somewhere. */
function spoilt(file: readonly string[], random: SeededRandom): readonly string[] {
  if (random.chance(0.5)) return file.slice(0, random.int(0, file.length - 1))
  const at = random.int(0, file.length - 1)
  return file.map((line, index) =>
    index === at ? line.replace(/[0-8]/, (digit) => String(Number(digit) + 1)) : line,
  )
}

async function answerFile(
  world: World,
  server: SimServer,
  desktop: Desktop,
  random: SeededRandom,
  file: readonly string[],
): Promise<void> {
  const answer = await server.run(async (store, options) => {
    const found = await checked(
      file,
      'request',
      ({ device }) => server.store.data.devices.get(device)?.publicKey,
    )
    if (!found) return undefined
    // Checked: its device signed it.
    const header = found.header as RequestHeader
    const ops = contentOf<RequestLine>(file)
    const lines = answerRequest(store, header, opsOf(ops), options)
    return collected(
      sealFile(answerHeader(header, found.hash, header.made), lines, {
        sha256,
        sign: (text) => Promise.resolve(signWith(SERVER_KEY, text)),
      }),
    )
  })
  if (answer) carry(world, random, answer, (arrived) => takeFile(world, desktop, arrived, 5))
}

async function takeFile(
  world: World,
  desktop: Desktop,
  file: readonly string[],
  attempts: number,
): Promise<void> {
  const store = desktop.store()
  if (!store) {
    // It waits on the desk until somebody switches the desktop on.
    if (attempts > 0)
      world.scheduler.after(
        6 * HOUR,
        () => void takeFile(world, desktop, file, attempts - 1).catch(() => undefined),
      )
    return
  }
  const found = await checked(file, 'answer', () => SERVER_KEY)
  if (!found) return
  // Checked: the server signed it.
  const end = await takeAnswer(store, found.header as AnswerHeader, contentOf<AnswerLine>(file))
  world.note(`${desktop.name}: takes a file: ${end?.kind ?? 'not connected'}`)
}

async function checked(
  file: readonly string[],
  kind: FileHeader['kind'],
  keyOf: (header: FileHeader) => string | undefined,
) {
  const result = await checkFile(linesOf(file), {
    sha256,
    kind,
    accepts: () => true,
    verify(header, text, signature) {
      const key = keyOf(header)
      return Promise.resolve(key === undefined ? undefined : verifySignature(text, signature, key))
    },
  })
  return result.ok ? result.value : undefined
}

async function* linesOf(file: readonly string[]): AsyncGenerator<string> {
  yield* file
}

/** Everything between the first and the last line. */
async function* contentOf<T>(file: readonly string[]): AsyncGenerator<T> {
  // Of a file that was checked.
  for (const line of file.slice(1, -1)) yield JSON.parse(line) as T
}

async function* opsOf(lines: AsyncIterable<RequestLine>) {
  for await (const { op } of lines) yield op
}

async function collected(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = []
  for await (const line of lines) all.push(line)
  return all
}
