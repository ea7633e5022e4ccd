import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { InventoryKind } from '#core/domain/inventory/schema.ts'
import { useHost } from '#renderer/host/index.ts'
import { MOST_SERIALS, readSerialLines } from './serial-list.ts'

const PAUSE = 200

/** The lines of a typed, pasted or scanned list, checked against each other and against the items in use. */
export function useSerialLines(
  text: Readonly<Ref<string>>,
  kind: Readonly<Ref<InventoryKind>>,
  country: Readonly<Ref<string>>,
) {
  const host = useHost()
  /** Who has the serials that were asked about, by serial. */
  const taken = shallowRef<ReadonlyMap<string, string>>(new Map())
  const asked = shallowRef('')
  const lines = computed(() => readSerialLines(text.value, kind.value, country.value, taken.value))
  const key = computed(() => lines.value.map(({ serial }) => serial).join('\n'))
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask() {
    const about = key.value
    const serials = [...new Set(lines.value.map(({ serial }) => serial.slice(0, 200)))]
    const reply = await host.inventory.taken({ serials: serials.slice(0, MOST_SERIALS) })
    if (about !== key.value) return
    if (reply.ok) taken.value = new Map(reply.value.taken.map(({ serial, id }) => [serial, id]))
    // What the host could not tell, the command itself refuses.
    asked.value = about
  }

  watch(key, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), PAUSE)
  })
  onScopeDispose(() => clearTimeout(timer))

  return { lines, isChecking: computed(() => asked.value !== key.value) }
}
