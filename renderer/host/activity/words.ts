import { messages, type Locale, type MessageTree } from '../../locales/index.ts'

/** All texts under some areas, by their whole keys: what the host needs to word a file. */
export function wordsOf(locale: Locale, areas: readonly string[]): Record<string, string> {
  const words: Record<string, string> = {}
  for (const area of areas) {
    const tree = area
      .split('.')
      .reduce<MessageTree | string | undefined>(
        (at, name) => (typeof at === 'object' ? at[name] : undefined),
        messages[locale],
      )
    if (typeof tree === 'object') gather(tree, area, words)
  }
  return words
}

function gather(tree: MessageTree, prefix: string, words: Record<string, string>): void {
  for (const [name, value] of Object.entries(tree)) {
    const key = `${prefix}.${name}`
    if (typeof value === 'string') words[key] = value
    else gather(value, key, words)
  }
}
