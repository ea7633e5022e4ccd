import { computed, onScopeDispose, shallowRef, type ComputedRef } from 'vue'
import { plainDateAt } from '#core/domain/values/plain-date.ts'

const MINUTE = 60_000

const now = shallowRef(0)
const days = new Map<string, ComputedRef<string>>()
let users = 0
let timer: ReturnType<typeof setTimeout> | undefined

/** Days begin at a whole minute in every zone. No timer waits for midnight itself: a computer that sleeps misses it. */
function look(): void {
  now.value = Date.now()
  timer = setTimeout(look, MINUTE - (now.value % MINUTE))
}

/** Of a time zone by its IANA name, `YYYY-MM-DD`. Reads are tracked. */
function dayIn(timeZone: string): string {
  let day = days.get(timeZone)
  if (!day) {
    day = computed(() => plainDateAt(now.value, timeZone))
    days.set(timeZone, day)
  }
  return day.value
}

/** What day it is in a time zone: what is shown of it changes by itself when a new day begins there. */
export function useDayClock(): (timeZone: string) => string {
  if (users++ === 0) look()
  onScopeDispose(() => {
    if (--users === 0) clearTimeout(timer)
  })
  return dayIn
}
