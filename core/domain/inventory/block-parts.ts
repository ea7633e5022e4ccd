import { parseIpBlock, type IpBlock } from '../values/ip.ts'

/** Bits of the 256 addresses that a view shows one by one; larger ones are shown as parts. */
const CELL_BITS = 8
/** Bits of one digit of an address: parts begin where a person sees it, at `/16`, `/20`, `/24`. */
const DIGIT_BITS = 4

const bitsOf = ({ family }: IpBlock): number => (family === 4 ? 32 : 128)

/** The parts as which a block is shown, at most 256 and none smaller than 256 addresses; none when it is small itself. */
export function partsOf(block: IpBlock): IpBlock[] {
  const smallest = bitsOf(block) - CELL_BITS
  if (block.prefix >= smallest) return []
  const widest = block.prefix + CELL_BITS
  const prefix = Math.min(smallest, widest - (widest % DIGIT_BITS))
  const size = 1n << BigInt(bitsOf(block) - prefix)
  return Array.from({ length: 2 ** (prefix - block.prefix) }, (_, i) => {
    const first = block.first + BigInt(i) * size
    return { family: block.family, prefix, first, last: first + size - 1n }
  })
}

/** The blocks between a block and a part of it, as one is looked into after the other; the block itself comes first. */
export function pathTo(block: IpBlock, part: IpBlock): IpBlock[] {
  const path = [block]
  for (let around = block; around.prefix < part.prefix;) {
    const next = partsOf(around).find(({ first, last }) => first <= part.first && part.last <= last)
    if (!next || next.prefix > part.prefix) break
    path.push(next)
    around = next
  }
  return path
}

/** A part of a block by its text; the block itself when the text is none of its parts. */
export function partOfBlock(block: IpBlock, text: string | undefined): IpBlock {
  const part = text === undefined ? undefined : parseIpBlock(text)
  if (!part?.ok || part.value.family !== block.family) return block
  return part.value.first >= block.first && part.value.last <= block.last ? part.value : block
}
