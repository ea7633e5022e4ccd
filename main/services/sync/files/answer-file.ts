import { createPublicKey, verify } from 'node:crypto'
import { answerFileHeader, answerFileLine } from '#core/contract/sync-files-contract.ts'
import { jsonDepth } from '#core/lib/json-depth.ts'
import { err, type Result } from '#core/lib/result.ts'
import { LineTooLong } from '#core/lib/text-lines.ts'
import type { AnswerHeader, AnswerLine } from '#core/sync/files/answer-request.ts'
import { checkFile, type FileProblem } from '#core/sync/files/sync-file.ts'
import type { ServerIdentity } from '#core/sync/wire.ts'
import { compiledValidate } from '../../../store/compiled-validate.ts'
import { sha256 } from '../../../store/sha256.ts'
import { readLines, type ReadOptions } from './gzip-lines.ts'

/** Records are some five levels deep; more than this would exhaust the stack of whoever walks them. */
const DEEPEST = 64

/**
 * Reads an answer to its end and makes sure that the organisation's server wrote it, all of it, for somebody here.
 *
 * @param look is shown every line behind the header; what it was shown counts only when the answer is `ok`.
 * @throws Error when the file cannot be read, or the signal says to stop.
 */
export async function checkAnswer(
  path: string,
  server: ServerIdentity,
  look: (header: AnswerHeader, line: AnswerLine) => void,
  options: ReadOptions,
): Promise<Result<AnswerHeader, FileProblem>> {
  let header: AnswerHeader | undefined
  try {
    const checked = await checkFile(readLines(path, options), {
      sha256,
      kind: 'answer',
      parse,
      accepts(line, value) {
        if (line > 0) {
          const found = compiledValidate(answerFileLine, value)
          // The schema says what the type of core says; values of records are open.
          if (found.ok && header) look(header, found.value as AnswerLine)
          return found.ok
        }
        const found = compiledValidate(answerFileHeader, value)
        if (found.ok) header = found.value
        return found.ok
      },
      verify: ({ org }, text, signature) =>
        Promise.resolve(org === server.org ? isSignedBy(server.key, text, signature) : undefined),
    })
    if (!checked.ok) return checked
    // An odd first line is no answer.
    return header ? { ok: true, value: header } : err('notAFile')
  } catch (error) {
    // Not gzipped, cut in the middle of a block, damaged, or one endless line.
    if (isBrokenZip(error)) return err(zipProblem(error))
    if (error instanceof LineTooLong) return err('notAFile')
    throw error
  }
}

/** The lines of an answer that was checked. */
export async function* answerLines(path: string, options: ReadOptions): AsyncGenerator<AnswerLine> {
  let isFirst = true
  for await (const line of readLines(path, options)) {
    if (!isFirst && !line.startsWith('{"end":')) yield JSON.parse(line) as AnswerLine
    isFirst = false
  }
}

function parse(text: string): unknown {
  if (jsonDepth(text) > DEEPEST) throw new RangeError('nested too deep')
  return JSON.parse(text)
}

/** False also for a key or signature that is none. */
function isSignedBy(key: string, text: string, signature: string): boolean {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
    return verify(null, Buffer.from(text, 'utf8'), publicKey, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}

/** Only the message of zlib tells what was never gzipped from what was damaged since. */
const zipProblem = ({ code, message }: { code: string; message: string }): FileProblem => {
  if (code === 'Z_BUF_ERROR') return 'truncated'
  return message === 'incorrect header check' ? 'notAFile' : 'altered'
}

const isBrokenZip = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
