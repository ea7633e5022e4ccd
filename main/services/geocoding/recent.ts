/** The places of the latest suggestions by their id; old ones go when new ones come. */
export function createRecent<T>(most = 500) {
  const kept = new Map<string, T>()
  return {
    get: (id: string): T | undefined => kept.get(id),
    put(id: string, value: T): void {
      kept.delete(id)
      kept.set(id, value)
      const oldest = kept.keys().next().value
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    },
  }
}
