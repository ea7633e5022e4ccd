/** A document of RxDB, as far as screens need it. */
interface DocumentLike {
  toJSON(): unknown
}

/** One plain object per state of a document, so that screens can tell by identity what did not change. */
const plain = new WeakMap<DocumentLike, object>()

/** The document without RxDB around it: frozen, safe in Vue, released with RxDB's own document. */
export function plainDocument<D extends object>(document: DocumentLike): D {
  const known = plain.get(document)
  // The collection's schema gives its documents this type.
  if (known) return known as D
  const made = Object.freeze(document.toJSON() as D)
  plain.set(document, made)
  return made
}
