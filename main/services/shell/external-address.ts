/** Opens an address with the program that the system has for it; false when it has none. */
export type OpenAddress = (url: string) => Promise<boolean>

/** Longer addresses are cut off or refused by some systems. */
const LONGEST = 2000

/**
 * Addresses that may leave the program: web pages, mail, map positions. Everything else could start any program with
 * any argument (Electron's security guide, "Do not use shell.openExternal with untrusted content").
 */
export function isExternalAddress(text: string): boolean {
  // Blanks and control characters have no place in an address and confuse what parses it next.
  if (text.length > LONGEST || !/^[\x21-\x7e\u00a1-\uffff]+$/.test(text) || !URL.canParse(text)) return false
  const url = new URL(text)
  switch (url.protocol) {
    case 'https:':
      return url.username === '' && url.password === ''
    case 'mailto:':
      // Some mail programs attach any file that the address names.
      return ![...url.searchParams.keys()].some((name) => /^attach(ment)?$/i.test(name))
    case 'geo:':
      return /^-?\d/.test(url.pathname)
    default:
      return false
  }
}
