import type { IncomingMessage } from 'node:http'

export type BodyProblem = 'wrong-type' | 'too-large' | 'not-json' | 'broken-off'

export type Body = { ok: true; value: unknown } | { ok: false; problem: BodyProblem }

/**
 * Reads a JSON body of at most `limit` bytes. Other content types are refused: a form or plain text is what another
 * site could send without asking first (CORS "simple requests").
 */
export async function readJsonBody(request: IncomingMessage, limit: number): Promise<Body> {
  if (!/^application\/json(?:;\s*charset=utf-8)?$/i.test(request.headers['content-type'] ?? ''))
    return { ok: false, problem: 'wrong-type' }
  if (Number(request.headers['content-length'] ?? 0) > limit) return tooLarge(request)
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > limit) return tooLarge(request)
      chunks.push(chunk)
    }
  } catch {
    // The window went away in the middle; nobody waits for an answer.
    return { ok: false, problem: 'broken-off' }
  }
  return parse(Buffer.concat(chunks))
}

/** The rest is read and dropped: most browsers look at the answer only when they have sent everything. */
function tooLarge(request: IncomingMessage): Body {
  request.resume()
  return { ok: false, problem: 'too-large' }
}

function parse(bytes: Buffer): Body {
  try {
    return { ok: true, value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) }
  } catch {
    return { ok: false, problem: 'not-json' }
  }
}
