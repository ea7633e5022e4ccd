/** Lines above which a text is not compared line by line: the table grows with the product of both lengths. */
const MAX_LINES = 2000

export interface MergedText {
  text: string
  /** Both changed the same lines; both versions are in the text, one after the other. */
  overlaps: boolean
}

/**
 * Three-way merge by lines (diff3): what one side left as it was is taken from the other. Where both changed the same
 * lines in different ways the text holds first the server's, then the incoming lines.
 */
export function mergeText(before: string, theirs: string, mine: string): MergedText {
  const [base, left, right] = [before, theirs, mine].map((text) => text.split('\n')) as [
    string[],
    string[],
    string[],
  ]
  if (Math.max(base.length, left.length, right.length) > MAX_LINES)
    return { text: `${theirs}\n${mine}`, overlaps: true }
  const inLeft = partners(base, left)
  const inRight = partners(base, right)
  const lines: string[] = []
  let overlaps = false
  let at = { base: 0, left: 0, right: 0 }
  for (let line = 0; line <= base.length; line++) {
    const end =
      line < base.length
        ? { left: inLeft[line], right: inRight[line] }
        : { left: left.length, right: right.length }
    // A line that all three have ends a piece.
    if (end.left === undefined || end.right === undefined) continue
    const piece = mergePiece(
      base.slice(at.base, line),
      left.slice(at.left, end.left),
      right.slice(at.right, end.right),
    )
    overlaps ||= piece.overlaps
    lines.push(...piece.lines)
    const shared = base[line]
    if (shared !== undefined) lines.push(shared)
    at = { base: line + 1, left: end.left + 1, right: end.right + 1 }
  }
  return { text: lines.join('\n'), overlaps }
}

function mergePiece(base: string[], left: string[], right: string[]): { lines: string[]; overlaps: boolean } {
  if (isSame(left, right) || isSame(right, base)) return { lines: left, overlaps: false }
  if (isSame(left, base)) return { lines: right, overlaps: false }
  return { lines: [...left, ...right], overlaps: true }
}

const isSame = (a: string[], b: string[]): boolean =>
  a.length === b.length && a.every((line, index) => line === b[index])

/** For each line of `base` the place of the same line in `other`, along a longest common subsequence. */
function partners(base: string[], other: string[]): (number | undefined)[] {
  const width = other.length + 1
  const lengths = new Uint16Array((base.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = base.length - 1; i >= 0; i--)
    for (let j = other.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        base[i] === other[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const found: (number | undefined)[] = base.map(() => undefined)
  for (let i = 0, j = 0; i < base.length && j < other.length;) {
    if (base[i] === other[j]) found[i++] = j++
    else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return found
}
