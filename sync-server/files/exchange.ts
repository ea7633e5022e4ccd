import { Compile } from 'typebox/compile'
import { requestFileHeader, requestFileLine } from '#core/contract/sync-files-contract.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import { LineTooLong } from '#core/lib/text-lines.ts'
import { answerHeader, answerRequest, type AnswerLine } from '#core/sync/files/answer-request.ts'
import type { RequestHeader, RequestLine } from '#core/sync/files/request-file.ts'
import { checkFile, sealFile, type FileProblem } from '#core/sync/files/sync-file.ts'
import type { ServerOptions } from '#core/sync/server/server-options.ts'
import type { SyncStore } from '#core/sync/server/sync-store.ts'
import type { WireOp } from '#core/sync/wire.ts'
import { HttpProblem } from '../http/answers.ts'
import { readJson } from '../http/read-json.ts'
import { fileKeyOf } from './file-key.ts'
import { readLines, writeLines } from './gzip-lines.ts'

export interface ExchangeOptions {
  store: SyncStore
  org: string
  steps: ServerOptions
  /** Ends the work; ops that were taken by then are taken, and the file can be taken again. */
  signal?: AbortSignal
}

export interface Exchanged {
  device: string
  /** Ops that the server has now, or had before. */
  taken: number
  /** Items of the feed in the answer. */
  told: number
  /** Why the server does not talk to the desktop; the answer says so. */
  refused?: string
}

const isHeader = Compile(requestFileHeader)
const isLine = Compile(requestFileLine)

/**
 * Takes what a desktop sent in a file, and writes the answer that is carried back to it. A file that was taken before is
 * answered as it would be now, and changes nothing.
 *
 * @throws Error when a file cannot be read or written; the desktop's file can then be taken again.
 */
export async function exchangeFile(
  { store, org, steps, signal }: ExchangeOptions,
  requestFile: string,
  answerFile: string,
): Promise<Result<Exchanged, FileProblem>> {
  const checked = await checkRequest({ store, org, steps }, requestFile)
  if (!checked.ok) return checked
  const { header, hash } = checked.value
  const key = await fileKeyOf(store)
  const exchanged: Exchanged = { device: header.device, taken: 0, told: 0 }
  async function* counted() {
    for await (const line of answerRequest(store, header, opsIn(requestFile), steps)) {
      signal?.throwIfAborted()
      count(exchanged, line)
      yield line
    }
  }
  const made = new Date(steps.clock.now()).toISOString()
  const sealed = sealFile(answerHeader(header, hash, made), counted(), {
    sha256: steps.sha256,
    sign: (text) => Promise.resolve(key.sign(text)),
  })
  await writeLines(answerFile, sealed)
  return ok(exchanged)
}

/** What a desktop sent in a file, before anything of it is taken. */
export interface RequestContents {
  device: string
  /** What its desktop is called. */
  name: string
  made: string
  ops: number
}

/** Reads a desktop's file to its end and tells what it holds. */
export async function lookAtRequest(
  options: ExchangeOptions,
  file: string,
): Promise<Result<RequestContents, FileProblem>> {
  let ops = 0
  const checked = await checkRequest(options, file, ({ op }) => void (ops += op.part?.index ? 0 : 1))
  if (!checked.ok) return checked
  const { device, made } = checked.value.header
  const known = await options.store.read((snapshot) => snapshot.device(device))
  return ok({ device, name: known?.name ?? device, made, ops })
}

async function checkRequest(
  { store, org, steps }: ExchangeOptions,
  file: string,
  look: (line: RequestLine) => void = () => undefined,
): Promise<Result<{ header: RequestHeader; hash: string }, FileProblem>> {
  try {
    const checked = await checkFile(readLines(file), {
      sha256: steps.sha256,
      kind: 'request',
      accepts(line, value) {
        if (line === 0) return isHeader.Check(value)
        if (!isLine.Check(value)) return false
        look(value)
        return true
      },
      parse: readJson,
      async verify({ device, org: of }, text, signature) {
        const known = of === org ? await store.read((snapshot) => snapshot.device(device)) : undefined
        return known && steps.verify(text, signature, known.publicKey)
      },
    })
    // Its schema was checked with the first line.
    return checked.ok ? ok({ ...checked.value, header: checked.value.header as RequestHeader }) : checked
  } catch (error) {
    // Not gzipped, cut in the middle of a block, damaged, or one endless line.
    if (isBrokenZip(error)) return err(zipProblem(error))
    if (error instanceof LineTooLong || error instanceof HttpProblem) return err('notAFile')
    throw error
  }
}

/** Only the message of zlib tells what was never gzipped from what was damaged since. */
const zipProblem = ({ code, message }: { code: string; message: string }): FileProblem => {
  if (code === 'Z_BUF_ERROR') return 'truncated'
  return message === 'incorrect header check' ? 'notAFile' : 'altered'
}

const isBrokenZip = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')

async function* opsIn(file: string): AsyncGenerator<WireOp> {
  let isFirst = true
  for await (const line of readLines(file)) {
    if (!isFirst && !line.startsWith('{"end":')) {
      // Every line was checked before the first one was used.
      yield (readJson(line) as RequestLine).op
    }
    isFirst = false
  }
}

function count(exchanged: Exchanged, line: AnswerLine): void {
  const answer = 'push' in line ? line.push : 'pull' in line ? line.pull : line.heads
  if (!answer.ok) exchanged.refused = answer.refusal
  if ('push' in line && line.push.ok)
    exchanged.taken += line.push.results.filter(({ status }) => status === 'taken').length
  if ('pull' in line && line.pull.ok) exchanged.told += line.pull.items.length
}
