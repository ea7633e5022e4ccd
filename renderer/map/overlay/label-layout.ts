/** A name that would like to be on the map. Earlier ones in a list win. */
export interface LabelWish {
  text: string
  /** Where the thing is, in pixels. */
  x: number
  y: number
  /** Text height in pixels. */
  size: number
  bold: boolean
  /** Names of areas sit on their point; names of places stand beside a dot. */
  kind: 'area' | 'place'
}

export interface PlacedLabel extends LabelWish {
  /** Left end and middle line of the text. */
  left: number
  middle: number
}

interface Rectangle {
  left: number
  top: number
  right: number
  bottom: number
}

const DOT = 3
const GAP = 5
/** Air round every name, in pixels. */
const AIR = 3

const touches = (a: Rectangle, b: Rectangle) =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top

/** Sets as many names as fit without touching one another; the place's own dot counts as taken. */
export function layOutLabels(
  wishes: readonly LabelWish[],
  widthOf: (wish: LabelWish) => number,
  sheet: { width: number; height: number },
): PlacedLabel[] {
  const taken: Rectangle[] = []
  const placed: PlacedLabel[] = []
  const isFree = (box: Rectangle) => !taken.some((other) => touches(box, other))
  for (const wish of wishes) {
    if (wish.x < 0 || wish.y < 0 || wish.x > sheet.width || wish.y > sheet.height) continue
    const width = widthOf(wish)
    const dot = { left: wish.x - DOT, top: wish.y - DOT, right: wish.x + DOT, bottom: wish.y + DOT }
    if (wish.kind === 'place' && !isFree(dot)) continue
    const seat = seatsOf(wish, width).find(({ left, middle }) =>
      isFree(boxOf(left, middle, width, wish.size)),
    )
    if (!seat) continue
    taken.push(boxOf(seat.left, seat.middle, width, wish.size))
    if (wish.kind === 'place') taken.push(dot)
    placed.push({ ...wish, ...seat })
  }
  return placed
}

const boxOf = (left: number, middle: number, width: number, size: number): Rectangle => ({
  left: left - AIR,
  right: left + width + AIR,
  top: middle - size / 2 - AIR,
  bottom: middle + size / 2 + AIR,
})

function seatsOf({ x, y, size, kind }: LabelWish, width: number): { left: number; middle: number }[] {
  if (kind === 'area') return [{ left: x - width / 2, middle: y }]
  return [
    { left: x + GAP, middle: y },
    { left: x - GAP - width, middle: y },
    { left: x - width / 2, middle: y - GAP - size / 2 },
    { left: x - width / 2, middle: y + GAP + size / 2 },
  ]
}
