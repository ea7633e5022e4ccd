/** How deep lists and objects lie in each other in a text of JSON, found without parsing it. */
export function jsonDepth(text: string): number {
  let depth = 0
  let deepest = 0
  let isText = false
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index)
    if (isText) {
      // A backslash hides what follows it.
      if (character === 0x5c) index++
      else if (character === 0x22) isText = false
    } else if (character === 0x22) isText = true
    else if (character === 0x5b || character === 0x7b) deepest = Math.max(deepest, ++depth)
    else if (character === 0x5d || character === 0x7d) depth--
  }
  return deepest
}
