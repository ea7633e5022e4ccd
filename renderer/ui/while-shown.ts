import { onActivated, onDeactivated, onScopeDispose } from 'vue'

/**
 * Does something while the calling screen is shown: from now on, until it goes or another takes its place while it is
 * kept. `begin` answers how to end it.
 */
export function whileShown(begin: () => () => unknown): void {
  let end: (() => unknown) | undefined = begin()
  const stop = () => {
    end?.()
    end = undefined
  }
  onActivated(() => void (end ??= begin()))
  onDeactivated(stop)
  onScopeDispose(stop)
}
