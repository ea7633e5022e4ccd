import { elementsAt, textAt, type XmlElement } from './xml-tree.ts'

/** A rule by its number in the norm, and whether a document keeps it. */
export type Rule = readonly [id: string, holds: (root: XmlElement) => boolean | string | undefined]

/** The number at a path; not a number when there is none. */
export const numberAt = (from: XmlElement, path: string): number => {
  const text = textAt(from, path)
  return text === '' ? Number.NaN : Number(text)
}

export const sumOf = (elements: readonly XmlElement[], path: string): number =>
  elements.reduce((sum, one) => sum + numberAt(one, path), 0)

/** Equal but for what binary fractions add. */
export const isClose = (a: number, b: number): boolean => Math.abs(a - b) < 0.0005

export const categoriesIn = (root: XmlElement): string[] => [
  ...elementsAt(root, 'TaxTotal/TaxSubtotal/TaxCategory/ID').map(({ text }) => text.trim()),
  ...elementsAt(root, `${root.name}Line/Item/ClassifiedTaxCategory/ID`).map(({ text }) => text.trim()),
]
