import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { customersWithTerms } from '#main/store/query/search-sets.ts'
import { searchTermsOf } from '#main/store/query/search-terms.ts'
import { createStatements } from '#main/store/query/statements.ts'
import { customerOf } from '#test/support/builders.ts'
import { createReadStore, type ReadStore } from '#test/support/read-store.ts'

let store: ReadStore
beforeAll(() => {
  store = createReadStore()
  const names = ['Lucía Soto', 'Aceites Andalucía', 'Áridos Andalucía', 'Radio Andalucía', 'Marta Lucas']
  store.write(
    names.map((name, i) => ({
      collection: 'customers',
      id: name,
      after: customerOf({ id: name, number: `C-${i}`, name }),
    })),
  )
})
afterAll(() => store.close())

function found(text: string, limits?: { starts: number; inside: number }): string[] {
  const statements = createStatements(store.db)
  const set = customersWithTerms(statements, searchTermsOf(text), limits)
  return statements
    .all('SELECT n, id FROM r_customer ORDER BY n')
    .filter(({ n }) => set[Number(n)] === 1)
    .map(({ id }) => String(id))
}

const PEOPLE = ['Lucía Soto', 'Aceites Andalucía', 'Áridos Andalucía', 'Radio Andalucía']

describe('the customers that a word finds', () => {
  it('have it at the start of a word or inside', () => {
    expect(found('lucia')).toEqual(PEOPLE)
    expect(found('lucia', { starts: 10, inside: 3 })).toEqual(PEOPLE)
  })

  it('have it at the start alone where too many have it inside', () => {
    expect(found('lucia', { starts: 10, inside: 2 })).toEqual(['Lucía Soto'])
    expect(found('luc', { starts: 10, inside: 2 })).toEqual(['Lucía Soto', 'Marta Lucas'])
  })

  it('have it inside, however many, where no word starts so', () => {
    expect(found('alucia', { starts: 0, inside: 0 })).toEqual(PEOPLE.slice(1))
  })
})
