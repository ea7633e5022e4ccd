interface TableMemory {
  /** Scroll position in pixels. */
  offset: number
  /** Index of the active row, -1 without one. */
  active: number
}

const memories = new Map<string, TableMemory>()

/** Where a person left a list, so that going back shows the same rows. Lives as long as the window. */
export const recallTable = (key: string): TableMemory | undefined => memories.get(key)

export const rememberTable = (key: string, memory: TableMemory): void => {
  memories.set(key, memory)
}

/** Forgets a list's place, e.g. when its filter changed. */
export const forgetTable = (key: string): void => {
  memories.delete(key)
}
