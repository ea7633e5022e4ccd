import { err, ok, type Result } from '../../lib/result.ts'
import type { Sha256 } from '../op-hash.ts'

/*
 * What travels between a desktop and a server on a stick or by mail instead of over a network (docs/sync-protocol.md
 * §9): lines of JSON, the first one says what the file is, the last one that it is whole and who made it.
 */

export const FILE_FORMAT = 'enlace-sync-file'
const FILE_VERSION = 1

export interface FileHeader {
  format: typeof FILE_FORMAT
  version: number
  /** A desktop asks, a server answers. */
  kind: 'request' | 'answer'
  /** Organisation. */
  org: string
  /** The desktop that asks, or that is answered. */
  device: string
  /** ISO instant by the clock of who made it; for people only. */
  made: string
}

/**
 * Why a file is not looked at:
 * - `notAFile`: it is something else;
 * - `newer`: of a later version of the program;
 * - `otherKind`: a request where an answer is wanted, or the other way round;
 * - `foreign`: of another organisation, or of somebody who is not known there;
 * - `truncated`: its end is missing;
 * - `altered`: not what its maker signed.
 */
export type FileProblem = 'notAFile' | 'newer' | 'otherKind' | 'foreign' | 'truncated' | 'altered'

/** What the maker signs: with words in front, so that it can be taken for nothing else. */
export const signedText = (hash: string): string => `${FILE_FORMAT} ${hash}`

interface EndLine {
  end: { lines: number; hash: string; sig: string }
}

/** The lines of a file, each without its line feed. */
export async function* sealFile<H extends FileHeader>(
  header: H,
  content: AsyncIterable<object>,
  ports: { sha256: Sha256; sign: (text: string) => Promise<string> },
): AsyncGenerator<string> {
  const hash = ports.sha256.stream()
  let lines = 0
  const line = (value: object): string => {
    const text = JSON.stringify(value)
    hash.update(`${text}\n`)
    lines++
    return text
  }
  yield line(header)
  for await (const value of content) yield line(value)
  const digest = hash.digest()
  const end: EndLine = { end: { lines, hash: digest, sig: await ports.sign(signedText(digest)) } }
  yield JSON.stringify(end)
}

/** The header of a new file of this version. */
export const headerOf = (
  kind: FileHeader['kind'],
  { org, device, made }: Pick<FileHeader, 'org' | 'device' | 'made'>,
): FileHeader => ({ format: FILE_FORMAT, version: FILE_VERSION, kind, org, device, made })

export interface CheckPorts {
  sha256: Sha256
  kind: FileHeader['kind']
  /** Whether a line is one that may be there; 0 is the header. */
  accepts(line: number, value: unknown): boolean
  /** Throws for what is no JSON. */
  parse?(text: string): unknown
  /** Whether the signature is of whom the header names; undefined when nobody of that name is known. */
  verify(header: FileHeader, text: string, signature: string): Promise<boolean | undefined>
}

/** Reads a file to its end and says whether it may be used. Nothing of it counts before. */
export async function checkFile(
  lines: AsyncIterable<string>,
  { sha256, kind, verify, accepts, parse = JSON.parse }: CheckPorts,
): Promise<Result<{ header: FileHeader; hash: string }, FileProblem>> {
  const hash = sha256.stream()
  let header: FileHeader | undefined
  let count = 0
  let isOdd = false
  let end: EndLine['end'] | undefined
  for await (const text of lines) {
    if (end) return err('altered')
    if (header && text.startsWith('{"end":')) {
      end = endOf(text)
      if (!end) return err('truncated')
      continue
    }
    const value = parsed(text, parse)
    if (!header) {
      const found = readHeader(value, kind)
      if (!found.ok) return found
      header = found.value
    }
    // Before the signature was seen nobody knows whether the maker or somebody else wrote a line that there cannot be.
    isOdd ||= value === undefined || !accepts(count, value)
    hash.update(`${text}\n`)
    count++
  }
  if (!header) return err('notAFile')
  if (!end) return err('truncated')
  const digest = hash.digest()
  if (end.lines !== count || end.hash !== digest) return err('altered')
  const isSigned = await verify(header, signedText(digest), end.sig)
  if (isSigned === undefined) return err('foreign')
  if (!isSigned) return err('altered')
  return isOdd ? err('notAFile') : ok({ header, hash: digest })
}

function readHeader(value: object | undefined, kind: FileHeader['kind']): Result<FileHeader, FileProblem> {
  const header = value as Partial<FileHeader> | undefined
  if (header?.format !== FILE_FORMAT || typeof header.version !== 'number') return err('notAFile')
  if (header.version > FILE_VERSION) return err('newer')
  const { org, device, made } = header
  if ([org, device, made].some((value) => typeof value !== 'string' || value === '')) return err('notAFile')
  if (header.kind !== kind)
    return err(header.kind === 'request' || header.kind === 'answer' ? 'otherKind' : 'notAFile')
  // All members were looked at.
  return ok(header as FileHeader)
}

function endOf(text: string): EndLine['end'] | undefined {
  const { end } = (parsed(text, JSON.parse) ?? {}) as { end?: Partial<EndLine['end']> }
  if (typeof end?.lines !== 'number' || typeof end.hash !== 'string' || typeof end.sig !== 'string')
    return undefined
  return { lines: end.lines, hash: end.hash, sig: end.sig }
}

function parsed(text: string, parse: (text: string) => unknown): object | undefined {
  try {
    const value = parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
