import { HttpProblem } from './answers.ts'

/** Records are some five levels deep; a hostile text of a million brackets would exhaust the stack of whoever walks it. */
const DEEPEST = 64

/** Parses a body that came over the network. */
export function readJson(body: string): unknown {
  if (depthOf(body) > DEEPEST) throw new HttpProblem('sync/too-deep')
  try {
    // Members named `__proto__` stay what they are: JSON.parse makes own members of them, and nothing here merges.
    return JSON.parse(body)
  } catch {
    throw new HttpProblem('sync/invalid-input', 'the body is no JSON')
  }
}

/** How deep lists and objects lie in each other, found without parsing. */
function depthOf(body: string): number {
  let depth = 0
  let deepest = 0
  let isText = false
  for (let index = 0; index < body.length; index++) {
    const character = body.charCodeAt(index)
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
