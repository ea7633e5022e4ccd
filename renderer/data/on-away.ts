import { getCurrentInstance, onActivated, onDeactivated } from 'vue'

/**
 * Calls `leave` when the screen that asks goes away and is kept (`KeepAlive`), and `back` when it is shown again.
 * Whoever asks outside a component is always there.
 */
export function onAway(leave: () => void, back: () => void): void {
  if (!getCurrentInstance()) return
  let isAway = false
  onDeactivated(() => {
    isAway = true
    leave()
  })
  onActivated(() => {
    // It is called for the first showing too.
    if (isAway) back()
    isAway = false
  })
}
