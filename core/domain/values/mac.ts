/** A MAC address as `aa:bb:cc:dd:ee:ff`, however it was typed; undefined when it is none. */
export function readMac(text: string): string | undefined {
  const digits = text
    .trim()
    .toLowerCase()
    .replace(/[:.\-\s]/g, '')
  return /^[0-9a-f]{12}$/.test(digits) ? (digits.match(/../g) ?? []).join(':') : undefined
}
