import { currentLocale, messages, texts, type MessageTree } from '#renderer/locales/index.ts'

/** The text of a reason as the locale has it, with `{name}` where values go. */
export function reasonTemplate(code: string): string {
  const key = `issue.${code}`
  let found: string | MessageTree | undefined = messages[currentLocale()]
  for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined
  return typeof found === 'string' ? found : texts.global.t(key)
}

/** A reason that stands for many rows: dots where their values would be. */
export const generalReason = (code: string): string =>
  reasonTemplate(code)
    .replace(/\{'([^']*)'\}/g, '$1')
    .replace(/\{\w+\}/g, '…')
