import KDBush from 'kdbush'

/** KDBush's own layout: eight bytes of head, the ids, the coordinates from the next multiple of eight on. */
const HEAD = 8
const MAGIC = 0xdb
const VERSION_AND_FLOAT64 = 0x18
const NODE_SIZE = 64

/** The order of a tree's places: all of it that takes long to make. */
export function fillNearbyTree(longitudes: Float64Array, latitudes: Float64Array): Uint32Array {
  const tree = new KDBush(longitudes.length, NODE_SIZE)
  for (const [place, longitude] of longitudes.entries()) tree.add(longitude, latitudes[place] ?? 0)
  tree.finish()
  return Uint32Array.from(tree.ids)
}

/** The tree of an order that `fillNearbyTree` has made of the same positions. */
export function nearbyTree(order: Uint32Array, longitudes: Float64Array, latitudes: Float64Array): KDBush {
  const count = order.length
  // KDBush counts few places in half the bytes.
  const ids = count < 65_536 ? Uint16Array.from(order) : order
  const coordinatesAt = HEAD + Math.ceil(ids.byteLength / 8) * 8
  const data = new ArrayBuffer(coordinatesAt + 2 * count * Float64Array.BYTES_PER_ELEMENT)
  new Uint8Array(data).set([MAGIC, VERSION_AND_FLOAT64])
  new Uint16Array(data, 2, 1)[0] = NODE_SIZE
  new Uint32Array(data, 4, 1)[0] = count
  new Uint8Array(data, HEAD).set(new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength))
  const coordinates = new Float64Array(data, coordinatesAt)
  for (let at = 0; at < count; at++) {
    const place = order[at] ?? 0
    coordinates[2 * at] = longitudes[place] ?? 0
    coordinates[2 * at + 1] = latitudes[place] ?? 0
  }
  return KDBush.from(data)
}
