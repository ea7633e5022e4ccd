import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { enrolmentText } from '#core/contract/sync-contract.ts'
import { parseConnectionCode } from '#core/contract/connection-code.ts'
import { hlcToText } from '#core/sync/hlc.ts'
import { createChangesHash, headerHash, NO_PREVIOUS_HASH } from '#core/sync/op-hash.ts'
import { wireDigest } from '#core/sync/scope.ts'
import { replacementText, type EnrolAnswer } from '#core/sync/server/enrol-step.ts'
import type { FeedItem, PullAnswer, PushAnswer, WireOp, WireRow } from '#core/sync/wire.ts'
import { sha256 } from '#sync-server/crypto.ts'

export interface Answer<T> {
  status: number
  body: T
}

/** Sends one request as any program could, and gives back what came. */
export function sendTo(
  url: string,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      new URL(path, url),
      { method: options.method ?? 'POST', headers: options.headers },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
        )
      },
    )
    request.on('error', reject)
    request.end(options.body)
  })
}

/** A device that speaks the protocol by hand: real keys, real hashes, real HTTP. */
export class TestDevice {
  readonly id = randomUUID()
  url: string
  readonly keys = generateKeyPairSync('ed25519')
  code = '7Q'
  /** Whom its ops name as their author. */
  person = 'person'
  token = ''
  epoch = ''
  n = 0
  hash = NO_PREVIOUS_HASH

  constructor(url: string) {
    this.url = url
  }

  sign(text: string): string {
    return sign(null, Buffer.from(text, 'utf8'), this.keys.privateKey).toString('base64url')
  }

  introduction() {
    const publicKey = this.keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    return { id: this.id, name: 'PC de pruebas', code: this.code, publicKey }
  }

  async call<T>(path: string, body: unknown, token = this.token): Promise<Answer<T>> {
    const { status, text } = await sendTo(this.url, `/v1/${path}`, {
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    })
    return { status, body: JSON.parse(text) as T }
  }

  /** Joins with what an administrator was given. */
  async enrol(connection: string): Promise<Answer<EnrolAnswer & { token?: string }>> {
    const code = parseConnectionCode(connection)?.code ?? connection
    const device = this.introduction()
    const answer = await this.call<EnrolAnswer & { token?: string }>('enrol', {
      code,
      device,
      schema: 1,
      holdsDemo: false,
      proof: this.sign(enrolmentText(code, device)),
    })
    if (answer.body.ok) {
      this.epoch = answer.body.epoch
      this.token = answer.body.token ?? ''
    }
    return answer
  }

  replace(old: TestDevice) {
    const device = this.introduction()
    return old.call<EnrolAnswer & { token?: string }>('replace', {
      old: old.id,
      device,
      schema: 1,
      proof: old.sign(replacementText(old.id, device)),
    })
  }

  /** The next op of this device, signed. */
  op(rows: Omit<WireRow, 'i' | 'salt'>[], command = 'customer.update'): WireOp {
    const salted = rows.map((row, i): WireRow => ({ ...row, i, salt: String(i).padStart(22, 's') }))
    const digests = createChangesHash(sha256)
    for (const row of salted) digests.add(wireDigest(row, sha256))
    const body = {
      format: 1 as const,
      id: randomUUID(),
      device: this.id,
      n: this.n + 1,
      person: this.person,
      office: 'office',
      at: hlcToText({ millis: Date.UTC(2026, 2, 1) + this.n, counter: 0 }, this.id),
      command,
      schema: 1,
      changesHash: digests.digest(),
      prevHash: this.hash,
    }
    const hash = headerHash(body, sha256)
    this.n = body.n
    this.hash = hash
    return { header: { ...body, hash, sig: this.sign(hash) }, rows: salted }
  }

  push(ops: WireOp[], token = this.token) {
    return this.call<PushAnswer>('push', { device: this.id, schema: 1, epoch: this.epoch, ops }, token)
  }

  async pullAll(pageSize = 100): Promise<FeedItem[]> {
    const items: FeedItem[] = []
    for (let after: { seq: number; item?: string } = { seq: 0 }; ;) {
      const { body } = await this.call<PullAnswer>('pull', {
        device: this.id,
        schema: 1,
        after,
        limit: pageSize,
        scopeVersion: 1,
      })
      if (!body.ok) throw new Error(`refused: ${body.refusal}`)
      items.push(...body.items)
      if (!body.more) return items
      after = body.next
    }
  }
}

/** The rows that make a tag: the smallest record that all rules take. */
export const tagRows = (id: string, name: string): Omit<WireRow, 'i' | 'salt'>[] => [
  {
    collection: 'catalog',
    id,
    path: '',
    kind: 'create',
    to: { id, kind: 'tag', rank: 'a', data: { name, colour: 'blue' }, createdAt: '2026-03-01T10:00:00.000Z' },
  },
]
