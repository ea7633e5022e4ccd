import { once } from 'node:events'
import { Writable } from 'node:stream'
import { afterEach, expect, it } from 'vitest'
import { createListeners, type DropCode, type Listeners } from '#sync-server/http/listeners.ts'
import { ANYTHING } from '#sync-server/store/sql.ts'

/** A connection whose other side reads one event whenever `read` is called. */
class Connection extends Writable {
  readonly texts: string[] = []
  #taken: (() => void) | undefined

  override _write(chunk: Buffer, _encoding: string, taken: () => void): void {
    this.texts.push(chunk.toString())
    this.#taken = taken
  }

  read(): void {
    const taken = this.#taken
    this.#taken = undefined
    taken?.()
  }

  get pokes(): number {
    return this.texts.filter((text) => text.startsWith('event: poke')).length
  }
}

let listeners: Listeners
let drops: [string, DropCode][]

const start = (beat: number) => {
  drops = []
  listeners = createListeners({ beat, dropped: (device, code) => drops.push([device, code]) })
}
afterEach(() => listeners.close())

it('keeps one event for who does not read, and tells once more when it was read', () => {
  start(60_000)
  const slow = new Connection()
  const quick = new Connection()
  listeners.add({ org: 'a', device: 'slow', stream: slow })
  listeners.add({ org: 'a', device: 'quick', stream: quick })
  for (let round = 0; round < 1000; round++) {
    quick.read()
    listeners.poke('a')
  }
  expect(slow.texts).toHaveLength(1)
  expect(slow.writableLength).toBeLessThan(100)
  expect(quick.pokes).toBe(1001)
  slow.read()
  expect(slow.pokes).toBe(2)
  slow.read()
  expect(slow.pokes).toBe(2)
})

it('tells everybody of what nobody can say more about', () => {
  start(60_000)
  const others = ['a', 'b'].map((org) => {
    const stream = new Connection()
    listeners.add({ org, device: org, stream })
    stream.read()
    return stream
  })
  listeners.poke(ANYTHING)
  expect(others.map(({ pokes }) => pokes)).toEqual([2, 2])
})

it('drops who has read nothing from one beat to the next, and nobody else', async () => {
  start(5)
  const dead = new Connection()
  const alive = new Connection()
  const reading = setInterval(() => alive.read(), 1)
  listeners.add({ org: 'a', device: 'dead', stream: dead })
  listeners.add({ org: 'a', device: 'alive', stream: alive })
  await once(dead, 'close')
  clearInterval(reading)
  expect(drops).toEqual([['dead', 'sync/not-reading']])
  expect(alive.destroyed).toBe(false)
})

it('drops the oldest of too many connections of one desktop', () => {
  start(60_000)
  const all = Array.from({ length: 6 }, () => new Connection())
  for (const stream of all) listeners.add({ org: 'a', device: 'one', stream })
  listeners.add({ org: 'a', device: 'other', stream: new Connection() })
  expect(all.map(({ destroyed }) => destroyed)).toEqual([true, true, false, false, false, false])
  expect(drops).toEqual(Array(2).fill(['one', 'sync/too-many-connections']))
})
