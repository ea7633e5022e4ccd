import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { InventorySurroundings } from '#core/domain/inventory/rules.ts'
import type { InventoryKind } from '#core/domain/inventory/schema.ts'
import { useHost } from '#renderer/host/index.ts'

const PAUSE = 150

interface Asked {
  kind: InventoryKind
  /** As it will be stored. */
  serial: string
  exceptId: string | undefined
}

/** Asks the host, while a person types, who has the serial already and which blocks overlap. */
export function useSerialCheck(serial: () => Asked | undefined) {
  const host = useHost()
  const answer = shallowRef<{ for: string; value: MethodOutput<'inventory', 'check'> }>()
  const key = computed(() => JSON.stringify(serial()))
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(asked: Asked, about: string) {
    const { kind, serial: text, exceptId } = asked
    const reply = await host.inventory.check({
      kind,
      serial: text.slice(0, 200),
      ...(exceptId !== undefined && { exceptId }),
    })
    if (reply.ok && about === key.value) answer.value = { for: about, value: reply.value }
  }

  watch(
    key,
    (about) => {
      clearTimeout(timer)
      const asked = serial()
      if (asked && asked.serial !== '') timer = setTimeout(() => void ask(asked, about), PAUSE)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))

  return computed((): InventorySurroundings => {
    if (answer.value?.for !== key.value) return {}
    const { same, overlapping } = answer.value.value
    return { ...(same && { sameSerial: same }), ...(overlapping !== undefined && { overlapping }) }
  })
}
