import { onScopeDispose, shallowRef, watch } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { readTaxId } from '#core/domain/values/tax-id.ts'
import { fold } from '#core/lib/fold.ts'

type Hit = MethodOutput<'search', 'find'>['hits'][number]

export interface Duplicate {
  id: string
  title: string
  archived: boolean
  reason: 'name' | 'taxId'
}

/** Milliseconds of quiet before the host is asked. */
const QUIET = 250
/** A name shorter than this fits too many. */
const SHORTEST = 3

/** Whether a hit is the same customer as typed, and by what. Accents, case, blanks and hyphens do not count. */
export function duplicateOf(hit: Hit, name: string, taxId: string): Duplicate | undefined {
  const { kind, text } = hit.matched
  const isSameName = kind === 'name' && name !== '' && fold(text) === fold(name)
  const isSameTaxId = kind === 'taxId' && taxId !== '' && compact(text) === compact(taxId)
  if (!isSameName && !isSameTaxId) return undefined
  return { id: hit.id, title: hit.title, archived: hit.archived, reason: isSameTaxId ? 'taxId' : 'name' }
}

const compact = (taxId: string) => fold(readTaxId(taxId).normalised)

/** Other customers of the same name or tax identifier, as the person types. Says so; never stops anybody. */
export function useDuplicates(
  search: HostClient['search'],
  typed: () => { name: string; taxId: string; ownId?: string | undefined },
) {
  const found = shallowRef<readonly Duplicate[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  async function ask() {
    const turn = ++asked
    const { name, taxId, ownId } = typed()
    const texts = [name.trim(), taxId.trim()].filter((text) => text.length >= SHORTEST)
    const replies = await Promise.all(
      texts.map((text) => search.find({ text: text.slice(0, 200), limit: 20, collections: ['customers'] })),
    )
    if (turn !== asked) return
    const hits = replies.flatMap((reply) => (reply.ok ? reply.value.hits : []))
    const others = hits.filter((hit) => hit.id !== ownId)
    const duplicates = others.flatMap((hit) => duplicateOf(hit, name.trim(), taxId.trim()) ?? [])
    found.value = [...new Map(duplicates.map((one) => [`${one.reason}/${one.id}`, one])).values()]
  }

  watch(
    () => JSON.stringify(typed()),
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => void ask(), QUIET)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    asked++
  })
  return found
}
