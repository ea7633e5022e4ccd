import { readXml } from '#main/services/transfer/xlsx-xml.ts'

/** An element without its namespace prefix. */
export interface XmlElement {
  name: string
  attributes: Readonly<Record<string, string>>
  text: string
  children: XmlElement[]
}

/** The root of a document. @throws XmlError when it is not well-formed. */
export function xmlTree(xml: string): XmlElement {
  const open: XmlElement[] = [{ name: '', attributes: {}, text: '', children: [] }]
  readXml(new TextEncoder().encode(xml), {
    open(name, attributes) {
      const element: XmlElement = { name, attributes, text: '', children: [] }
      open.at(-1)?.children.push(element)
      open.push(element)
    },
    text(text) {
      const element = open.at(-1)
      if (element) element.text += text
    },
    close: () => void open.pop(),
  })
  const [root] = open[0]?.children ?? []
  if (!root) throw new Error('no root element')
  return root
}

/** All elements at a path such as `TaxTotal/TaxSubtotal`. */
export const elementsAt = (from: XmlElement, path: string): XmlElement[] =>
  path
    .split('/')
    .reduce(
      (found, name) => found.flatMap(({ children }) => children.filter((one) => one.name === name)),
      [from],
    )

/** The text of the first element at a path, without blanks around; empty when there is none. */
export const textAt = (from: XmlElement, path: string): string => elementsAt(from, path)[0]?.text.trim() ?? ''

/** The element and everything in it. */
export const withDescendants = (element: XmlElement): XmlElement[] => [
  element,
  ...element.children.flatMap(withDescendants),
]
