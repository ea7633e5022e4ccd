/** A line is longer than anybody writes one. */
export class LineTooLong extends Error {}

/**
 * Splits text that arrives in pieces into lines, without their line feeds. A last line needs none.
 *
 * @param longest characters of a line at the most.
 * @throws LineTooLong as soon as a line is longer.
 */
export async function* textLines(pieces: AsyncIterable<string>, longest: number): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > longest || lines.some((line) => line.length > longest)) throw new LineTooLong()
    yield* lines
  }
  if (rest !== '') yield rest
}
