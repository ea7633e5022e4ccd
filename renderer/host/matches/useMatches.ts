import { onScopeDispose, shallowRef, watch } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'

export type CustomerMatch = MethodOutput<'customers', 'matches'>['matches'][number]
type Asked = MethodInput<'customers', 'matches'>

/** Milliseconds of quiet before the host is asked. */
const QUIET = 250
/** A text shorter than this fits too many. */
const SHORTEST = 3

const longEnough = (text: string | undefined): string | undefined =>
  text !== undefined && text.trim().length >= SHORTEST ? text.trim() : undefined

/**
 * Customers that somebody being typed may be already, by the one matcher that import and merge use. Says so; never stops
 * anybody. `typed` answers undefined to ask nothing.
 */
export function useMatches(
  customers: Pick<HostClient['customers'], 'matches'>,
  typed: () => Asked | undefined,
) {
  const found = shallowRef<readonly CustomerMatch[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  async function ask(question: Asked | undefined) {
    const turn = ++asked
    const wanted = question && tidied(question)
    const reply = wanted && (await customers.matches(wanted))
    if (turn === asked) found.value = reply?.ok ? reply.value.matches : []
  }

  watch(
    () => JSON.stringify(typed()),
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => void ask(typed()), QUIET)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    asked++
  })
  return found
}

/** What is worth a question and fits into one; undefined when nothing is. */
function tidied({ candidate, exceptId }: Asked): Asked | undefined {
  const { emails = [], phones = [], addresses = [] } = candidate
  const number = longEnough(candidate.number)?.slice(0, 40)
  const taxId = longEnough(candidate.taxId)?.slice(0, 60)
  const name = longEnough(candidate.name)?.slice(0, 200)
  const wanted = {
    ...(number && { number }),
    ...(taxId && { taxId }),
    ...(name && { name }),
    emails: emails.flatMap((email) => longEnough(email)?.slice(0, 254) ?? []).slice(0, 20),
    phones: phones.filter((phone) => longEnough(phone.typed) && phone.typed.length <= 40).slice(0, 20),
    addresses: addresses.filter((address) => longEnough(address.addressLine1)),
  }
  const isEmpty = !number && !taxId && !name
  if (isEmpty && wanted.emails.length + wanted.phones.length + wanted.addresses.length === 0) return undefined
  return { candidate: wanted, ...(exceptId !== undefined && { exceptId }) }
}
