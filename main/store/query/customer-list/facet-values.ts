import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { fold } from '#core/lib/fold.ts'

type Asked = MethodInput<'customers', 'summary'>['facets'][number]
type Facet = MethodOutput<'customers', 'summary'>['facets'][number]

/** One value as it was counted; attributes by the key of their read model. */
export type FacetValue = Facet['values'][number]

const MOST = 100

/** The values that are shown of all that were counted: the most frequent first, then by key. */
export function facetOf({ facet, text, limit = MOST }: Asked, counted: readonly FacetValue[]): Facet {
  const folded = fold(text ?? '')
  const values = counted
    .filter(({ count, name, key }) => count > 0 && (folded === '' || fold(name ?? key).includes(folded)))
    .map((value) => (facet === 'attributes' ? attributeValue(value) : value))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
  return { facet, values: values.slice(0, limit), distinct: values.length }
}

/** A defined attribute is named by the catalogue, a free one by what people wrote. */
function attributeValue({ key, name, count }: FacetValue): FacetValue {
  const [way, ...rest] = key.split('/')
  const own = rest.join('/')
  return way === 'id' ? { key: own, count } : { key: own, count, ...(name !== undefined && { name }) }
}
