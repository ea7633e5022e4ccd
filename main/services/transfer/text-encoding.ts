/** How the text of a file is written. */
export const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const
export type TextEncoding = (typeof ENCODINGS)[number]

/**
 * Characters of Windows-1252 at 0x80-0x9F (WHATWG Encoding, index windows-1252). All others are Latin-1. Decoded here
 * because runtimes have taken the one for the other.
 */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/**
 * The encoding of a text file: by its byte order mark, else UTF-8 where all of it is, else Windows-1252, in which any
 * bytes are text.
 */
export function detectEncoding(bytes: Uint8Array): TextEncoding {
  const [a, b] = bytes
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch (error) {
    // How the decoder says that the bytes are something else.
    if (error instanceof TypeError) return 'windows-1252'
    throw error
  }
}

/** The text of a file, without its byte order mark. */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding): string {
  if (encoding !== 'windows-1252') return new TextDecoder(encoding).decode(bytes)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (character) => WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80))
}
