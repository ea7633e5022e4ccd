import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp, effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import { openDatabase, provideDatabase, usePagedRows, type Database } from '#renderer/data/index.ts'
import { createReadHost } from '#test/support/read-host.ts'

interface Row {
  id: string
}

interface Query {
  text: string
}

const TOTAL = 1000

let host: ReturnType<typeof createReadHost>
let database: Database
let scope: EffectScope
const query = shallowRef<Query>()
let questions: string[]

beforeEach(async () => {
  host = createReadHost()
  database = await openDatabase(host.client)
  scope = effectScope()
  query.value = { text: 'a' }
  questions = []
})

afterEach(async () => {
  scope.stop()
  await database.close()
  host.close()
})

function open() {
  const app = createApp({})
  provideDatabase(app, database)
  const read = ({ text }: Query, { skip, limit }: { skip: number; limit: number }) => {
    questions.push(`${text} ${skip}+${limit}`)
    const rows = Array.from({ length: limit }, (_, i): Row => ({ id: `${text}${skip + i}` }))
    return Promise.resolve({ ok: true as const, value: { rows, total: TOTAL } })
  }
  const rows = app.runWithContext(() =>
    scope.run(() => usePagedRows<Row, Query>({ query: () => query.value, read, collections: [] })),
  )
  if (!rows) throw new Error('the scope is closed')
  return rows
}

describe('usePagedRows', () => {
  it('asks once for a list, however often the same is asked', async () => {
    const rows = open()
    await expect.poll(() => rows.rowAt(0)?.id).toBe('a0')
    query.value = { text: 'a' }
    await nextTick()
    query.value = { text: 'b' }
    await nextTick()
    query.value = { text: 'b' }
    await expect.poll(() => rows.rowAt(0)?.id).toBe('b0')
    expect(questions).toEqual(['a 0+50', 'b 0+50'])
  })

  it('shows the answer to the question that was asked, whatever is asked again meanwhile', async () => {
    const rows = open()
    await expect.poll(() => rows.isOutdated.value).toBe(false)
    query.value = { text: 'b' }
    await nextTick()
    expect(rows.isOutdated.value).toBe(true)
    query.value = { text: 'b' }
    await expect.poll(() => rows.isOutdated.value).toBe(false)
    expect(rows.rowAt(3)?.id).toBe('b3')
  })

  it('begins another list, and one that was shown before, at its top', async () => {
    const rows = open()
    await expect.poll(() => rows.rowAt(0)?.id).toBe('a0')
    rows.look(600, 630)
    await expect.poll(() => rows.rowAt(600)?.id).toBe('a600')
    query.value = { text: 'b' }
    await expect.poll(() => rows.rowAt(0)?.id).toBe('b0')
    query.value = { text: 'a' }
    await expect.poll(() => rows.rowAt(0)?.id).toBe('a0')
    expect(questions).toEqual(['a 0+50', 'a 575+100', 'b 0+50', 'a 0+50'])
  })

  it('asks for as many rows of a new list as a tall screen shows', async () => {
    const rows = open()
    await expect.poll(() => rows.rowAt(0)?.id).toBe('a0')
    rows.look(0, 90)
    await expect.poll(() => rows.rowAt(89)?.id).toBe('a89')
    query.value = { text: 'b' }
    await expect.poll(() => rows.rowAt(89)?.id).toBe('b89')
    expect(questions).toEqual(['a 0+50', 'a 0+90', 'b 0+90'])
  })

  it('asks for the rows looked at last once the question before has been answered', async () => {
    const rows = open()
    await expect.poll(() => rows.rowAt(0)?.id).toBe('a0')
    rows.look(100, 130)
    await nextTick()
    rows.look(300, 330)
    rows.look(500, 530)
    await expect.poll(() => rows.rowAt(500)?.id).toBe('a500')
    expect(questions).toEqual(['a 0+50', 'a 75+100', 'a 475+100'])
  })
})
