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
  /** The place lies under a circle, which stands for its dot. */
  isCovered: boolean
}

/** Something round that is drawn over the names: they keep clear of it. Pixels. */
export interface Circle {
  x: number
  y: number
  radius: number
}

export interface Rectangle {
  left: number
  top: number
  right: number
  bottom: number
}

const DOT = 3
/** From the edge of a dot or circle to the text, at least the air below. */
const GAP = 3
/** Air round every name, in pixels. */
const AIR = 3

const touches = (a: Rectangle, b: Rectangle) =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top

/** What else is on the sheet: circles, boxes over it, and the part of it that names must lie wholly within. */
export interface LabelRoom {
  circles?: readonly Circle[]
  boxes?: readonly Rectangle[]
  within?: Rectangle | undefined
}

const holds = (outer: Rectangle, inner: Rectangle) =>
  inner.left >= outer.left &&
  inner.right <= outer.right &&
  inner.top >= outer.top &&
  inner.bottom <= outer.bottom

/**
 * Sets as many names as fit without touching one another or a circle; the place's own dot counts as taken. A place under a
 * circle has its name beside the circle, and one circle has one name at most.
 */
export function layOutLabels(
  wishes: readonly LabelWish[],
  widthOf: (wish: LabelWish) => number,
  sheet: { width: number; height: number },
  { circles = [], boxes = [], within }: LabelRoom = {},
): PlacedLabel[] {
  const taken = [...circles.map(squareOf), ...boxes]
  const named = new Set<Circle>()
  const placed: PlacedLabel[] = []
  const isFree = (box: Rectangle) => !taken.some((other) => touches(box, other))
  const fits = (box: Rectangle) => isFree(box) && (within === undefined || holds(within, box))
  for (const wish of wishes) {
    if (wish.x < 0 || wish.y < 0 || wish.x > sheet.width || wish.y > sheet.height) continue
    const width = widthOf(wish)
    const own = { x: wish.x, y: wish.y, radius: DOT }
    const cover = wish.kind === 'place' ? circles.find((circle) => covers(circle, own)) : undefined
    if (cover ? named.has(cover) : wish.kind === 'place' && !isFree(squareOf(own))) continue
    const seat = seatsOf(wish, width, cover ?? own).find(({ left, middle }) =>
      fits(boxOf(left, middle, width, wish.size)),
    )
    if (!seat) continue
    taken.push(boxOf(seat.left, seat.middle, width, wish.size))
    if (cover) named.add(cover)
    else if (wish.kind === 'place') taken.push(squareOf(own))
    placed.push({ ...wish, ...seat, isCovered: cover !== undefined })
  }
  return placed
}

const covers = (circle: Circle, dot: Circle) =>
  Math.hypot(circle.x - dot.x, circle.y - dot.y) < circle.radius + dot.radius

const squareOf = ({ x, y, radius }: Circle): Rectangle => ({
  left: x - radius,
  top: y - radius,
  right: x + radius,
  bottom: y + radius,
})

const boxOf = (left: number, middle: number, width: number, size: number): Rectangle => ({
  left: left - AIR,
  right: left + width + AIR,
  top: middle - size / 2 - AIR,
  bottom: middle + size / 2 + AIR,
})

function seatsOf(
  { x, y, size, kind }: LabelWish,
  width: number,
  round: Circle,
): { left: number; middle: number }[] {
  if (kind === 'area') return [{ left: x - width / 2, middle: y }]
  const reach = round.radius + GAP
  return [
    { left: round.x + reach, middle: round.y },
    { left: round.x - reach - width, middle: round.y },
    { left: round.x - width / 2, middle: round.y - reach - size / 2 },
    { left: round.x - width / 2, middle: round.y + reach + size / 2 },
  ]
}
