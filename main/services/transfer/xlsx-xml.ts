import { SaxesParser, type SaxesTagPlain } from 'saxes'

interface Handlers {
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

/** Bytes of XML read in one step. */
const STEP = 256 * 1024

/** Reads XML in steps; names come without their namespace prefix. @throws XmlError when it is not well-formed. */
export function readXml(bytes: Uint8Array, handlers: Handlers): void {
  const parser = new SaxesParser()
  const local = (name: string) => name.slice(name.indexOf(':') + 1)
  parser.on('error', (error) => {
    throw new XmlError(error.message)
  })
  parser.on('opentag', (tag: SaxesTagPlain) => handlers.open?.(local(tag.name), tag.attributes))
  parser.on('closetag', (tag: SaxesTagPlain) => handlers.close?.(local(tag.name)))
  if (handlers.text) parser.on('text', handlers.text)
  const decoder = new TextDecoder('utf-8')
  for (let start = 0; start < bytes.length; start += STEP)
    parser.write(decoder.decode(bytes.subarray(start, start + STEP), { stream: true }))
  parser.write(decoder.decode())
  parser.close()
}

export class XmlError extends Error {}
