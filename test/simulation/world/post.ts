import { answerHeader, answerRequest } from '#core/sync/files/answer-request.ts'
import type { AnswerHeader, AnswerLine } from '#core/sync/files/answer-request.ts'
import { requestHeader, requestLines } from '#core/sync/files/request-file.ts'
import type { RequestHeader, RequestLine } from '#core/sync/files/request-file.ts'
import { checkFile, sealFile, type FileHeader, type FileProblem } from '#core/sync/files/sync-file.ts'
import { takeAnswer, type AnswerEnd } from '#core/sync/files/take-answer.ts'
import { ok, type Result } from '#core/lib/result.ts'
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
  const file = await writeRequest(world, desktop)
  if (!file) return
  world.note(`${desktop.name}: writes a file of ${file.length - 2} ops`)
  carry(world, random, file, async (arrived) => {
    const answer = await answerFile(server, arrived)
    if (!answer.ok) return
    carry(world, random, answer.value, (back) => takeLater(world, desktop, back, 5))
  })
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

/** What a desktop has to send and wants to know, as a file; undefined while its program is closed or it has not joined. */
export async function writeRequest(world: World, desktop: Desktop): Promise<string[] | undefined> {
  const store = desktop.store()
  const state = await store?.state()
  if (!store || !state) return undefined
  const header = requestHeader(state, ORG, new Date(world.scheduler.now()).toISOString())
  return collected(sealFile(header, requestLines(store), { sha256, sign: (text) => store.signFile(text) }))
}

/** The server's answer to a file, as a file. */
export const answerFile = (
  server: SimServer,
  file: readonly string[],
): Promise<Result<string[], FileProblem>> =>
  server.run(async (store, options) => {
    const keyOf = ({ org, device }: FileHeader) =>
      org === ORG ? server.store.data.devices.get(device)?.publicKey : undefined
    const found = await checked(file, 'request', keyOf)
    if (!found.ok) return found
    // Checked: its device signed it.
    const header = found.value.header as RequestHeader
    const lines = answerRequest(store, header, opsOf(contentOf<RequestLine>(file)), options)
    const sign = (text: string) => Promise.resolve(signWith(SERVER_KEY, text))
    return ok(
      await collected(sealFile(answerHeader(header, found.value.hash, header.made), lines, { sha256, sign })),
    )
  })

/** It waits on the desk until somebody switches the desktop on. */
async function takeLater(
  world: World,
  desktop: Desktop,
  file: readonly string[],
  attempts: number,
): Promise<void> {
  if (desktop.store()) {
    const end = await takeFile(desktop, file)
    world.note(`${desktop.name}: takes a file: ${end.ok ? (end.value?.kind ?? 'not joined') : end.error}`)
  } else if (attempts > 0)
    world.scheduler.after(
      6 * HOUR,
      () => void takeLater(world, desktop, file, attempts - 1).catch(() => undefined),
    )
}

/** Takes an answer into a desktop that is open. */
export async function takeFile(
  desktop: Desktop,
  file: readonly string[],
): Promise<Result<AnswerEnd | undefined, FileProblem>> {
  const store = desktop.store()
  if (!store) return ok(undefined)
  const found = await checked(file, 'answer', ({ org }) => (org === ORG ? SERVER_KEY : undefined))
  if (!found.ok) return found
  // Checked: the server signed it.
  return ok(await takeAnswer(store, found.value.header as AnswerHeader, contentOf<AnswerLine>(file)))
}

const checked = (
  file: readonly string[],
  kind: FileHeader['kind'],
  keyOf: (header: FileHeader) => string | undefined,
) =>
  checkFile(linesOf(file), {
    sha256,
    kind,
    accepts: () => true,
    verify(header, text, signature) {
      const key = keyOf(header)
      return Promise.resolve(key === undefined ? undefined : verifySignature(text, signature, key))
    },
  })

async function* linesOf(file: readonly string[]): AsyncGenerator<string> {
  for (const line of file) yield await Promise.resolve(line)
}

/** Everything between the first and the last line. */
async function* contentOf<T>(file: readonly string[]): AsyncGenerator<T> {
  // Of a file that was checked.
  for (const line of file.slice(1, -1)) yield (await Promise.resolve(JSON.parse(line))) as T
}

async function* opsOf(lines: AsyncIterable<RequestLine>) {
  for await (const { op } of lines) yield op
}

async function collected(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = []
  for await (const line of lines) all.push(line)
  return all
}
