import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredDocument } from '#core/domain/entity.ts'
import { collectionNames, entities } from '#core/domain/registry.ts'
import { applyChanges } from '#core/domain/apply-changes.ts'
import { changePath, parseChangePath } from '#core/domain/change-path.ts'
import { diffDocument, withoutUndefined, type Change } from '#core/sync/diff.ts'
import { invertChange, invertChanges } from '#core/sync/invert.ts'
import { jsonEqual } from '#core/lib/json-value.ts'
import { documentsOf, inOneOrder } from '#test/support/document-arbitraries.ts'

const seed = Number(process.env.SEED ?? 20_260_301)
const runs = { seed, numRuns: Number(process.env.RUNS ?? 150) }

const overTheWire = (changes: Change[]) => JSON.parse(JSON.stringify(changes)) as Change[]

describe.each(collectionNames)(`changes of %s (seed ${seed})`, (name) => {
  const entity = entities[name]
  const documents = documentsOf(entity)
  const maybe = fc.option(documents, { nil: undefined, freq: 6 })
  const diff = (a: StoredDocument | undefined, b: StoredDocument | undefined) =>
    diffDocument(name, 'd1', entity.fields, a, b)
  const normal = (document: StoredDocument | undefined) => document && inOneOrder(entity, document)

  it('lead from one state to the other, also after JSON, and back again', () => {
    fc.assert(
      fc.property(maybe, maybe, (a, b) => {
        const changes = overTheWire(diff(a, b))
        const after = applyChanges(a, changes)
        expect(normal(after)).toEqual(normal(b))
        expect(normal(applyChanges(after, invertChanges(changes)))).toEqual(normal(a))
        expect(diff(after, b)).toEqual([])
      }),
      runs,
    )
  })

  it('leave the given document as it is, and are none between equal states', () => {
    fc.assert(
      fc.property(documents, documents, (a, b) => {
        const kept = structuredClone(a)
        applyChanges(a, diff(a, b))
        expect(a).toEqual(kept)
        expect(diff(a, structuredClone(a))).toEqual([])
        expect(diff(a, inOneOrder(entity, a))).toEqual([])
      }),
      runs,
    )
  })

  it('are turned round twice into themselves', () => {
    fc.assert(
      fc.property(maybe, maybe, (a, b) => {
        const changes = diff(a, b)
        expect(changes.map(invertChange).map(invertChange)).toEqual(changes)
      }),
      runs,
    )
  })

  it('do nothing when they arrive a second time', () => {
    fc.assert(
      fc.property(documents, documents, (a, b) => {
        const changes = diff(a, b)
        const once = applyChanges(a, changes)
        expect(normal(applyChanges(once, changes))).toEqual(normal(once))
      }),
      runs,
    )
  })
})

describe('changes', () => {
  const rules = { tags: { merge: 'set' }, phones: { merge: 'list' } } as const
  const diff = (a: object, b: object) =>
    diffDocument('customers', 'c', rules, { id: 'c', ...a }, { id: 'c', ...b }).map(
      ({ collection: _c, id: _i, ...change }) => change,
    )

  it('name what left a set and what came to it, each once', () => {
    expect(diff({ tags: ['a', 'b', 'b'] }, { tags: ['b', 'c', 'c'] })).toEqual([
      { path: 'tags', kind: 'remove', from: 'a' },
      { path: 'tags', kind: 'add', to: 'c' },
    ])
  })

  it('name list elements by id and their fields one by one', () => {
    const one = { id: 'p/1', typed: '600', label: 'home' }
    const changes = diff(
      { phones: [one, { id: 'p2', typed: '1' }] },
      {
        phones: [
          { id: 'p3', typed: '3' },
          { id: 'p/1', typed: '601' },
        ],
      },
    )
    expect(changes).toEqual([
      { path: 'phones/p2', kind: 'delete', from: { id: 'p2', typed: '1' } },
      { path: 'phones/p3', kind: 'create', to: { id: 'p3', typed: '3' } },
      { path: 'phones/p~11/label', kind: 'set', from: 'home' },
      { path: 'phones/p~11/typed', kind: 'set', from: '600', to: '601' },
    ])
  })

  it('tell absent from null, and take a list without usable ids as one value', () => {
    expect(diff({ notes: null }, {})).toEqual([{ path: 'notes', kind: 'set', from: null }])
    expect(diff({}, { notes: null })).toEqual([{ path: 'notes', kind: 'set', to: null }])
    const twice = [{ id: 'p' }, { id: 'p' }]
    expect(diff({ phones: [] }, { phones: twice })).toEqual([
      { path: 'phones', kind: 'set', from: [], to: twice },
    ])
  })

  it('do not invent a document or an element that is gone', () => {
    const set: Change = { collection: 'customers', id: 'c', path: 'name', kind: 'set', to: 'x' }
    expect(applyChanges(undefined, [set])).toBeUndefined()
    const inElement: Change = { ...set, path: 'phones/p9/typed' }
    expect(applyChanges({ id: 'c', phones: [] }, [inElement])).toEqual({ id: 'c', phones: [] })
  })
})

describe('a change path', () => {
  const part = fc.oneof(fc.constantFrom('', '~', '/', '~0', '~1', '~2', '~01', 'a/b~c'), fc.string())

  it(`gives its parts back, whatever they hold (seed ${seed})`, () => {
    fc.assert(
      fc.property(
        part,
        fc.option(part, { nil: undefined }),
        fc.option(part, { nil: undefined }),
        (a, b, c) => {
          const parts = [
            a,
            ...(b === undefined ? [] : [b]),
            ...(b === undefined || c === undefined ? [] : [c]),
          ]
          const parsed = parseChangePath(changePath(...parts))
          expect([parsed?.field, parsed?.elementId, parsed?.elementField].slice(0, parts.length)).toEqual(
            parts,
          )
          expect(parsed?.elementId === undefined).toBe(parts.length < 2)
        },
      ),
      runs,
    )
  })

  it('is written as in JSON Pointer', () => {
    expect(changePath('phones', 'a/b', 'x~y')).toBe('phones/a~1b/x~0y')
    expect(parseChangePath('')).toBeUndefined()
  })
})

describe('equality of JSON values', () => {
  it('tells absent, null and members of the prototype apart', () => {
    expect(jsonEqual({}, { a: undefined })).toBe(true)
    expect(jsonEqual({}, { a: null })).toBe(false)
    expect(jsonEqual({}, { toString: 1 })).toBe(false)
    expect(jsonEqual([1], { 0: 1 })).toBe(false)
    expect(jsonEqual([1, 2], [2, 1])).toBe(false)
    expect(jsonEqual({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true)
  })

  it('ignores what JSON leaves out', () => {
    expect(withoutUndefined({ a: undefined, b: [{ c: undefined, d: 1 }], e: null })).toStrictEqual({
      b: [{ d: 1 }],
      e: null,
    })
  })
})
