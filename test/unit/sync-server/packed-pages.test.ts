import fastify from 'fastify'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { createPackedPages } from '#sync-server/http/packed-pages.ts'

/** A page of the feed far longer than what is compressed at a time. */
const LONG = {
  ...{ ok: true, epoch: 'epoch', next: { seq: 1000 }, more: true, total: 5000 },
  items: Array.from({ length: 1000 }, (_, seq) => ({ seq, body: { name: `Peña 🏠 "${seq}"`.repeat(20) } })),
}

it.each([
  ['a long page', LONG],
  ['a page without items', { ...LONG, items: [] }],
  ['a refusal', { ok: false, refusal: 'revoked' }],
])('sends %s as it is, compressed or not', async (_name, page) => {
  const app = fastify()
  const send = createPackedPages()
  app.post('/pull', (request, reply) => send(request, reply, () => Promise.resolve(page)))
  const ask = (headers: Record<string, string>) => app.inject({ method: 'POST', url: '/pull', headers })
  const zipped = await ask({ 'accept-encoding': 'gzip' })
  expect(zipped.headers['content-encoding']).toBe('gzip')
  expect(JSON.parse(gunzipSync(zipped.rawPayload).toString())).toEqual(page)
  const plain = await ask({})
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(plain.json()).toEqual(page)
  expect(plain.statusCode).toBe(zipped.statusCode)
  await app.close()
})
