import { jsonDepth } from '#core/lib/json-depth.ts'
import { HttpProblem } from './answers.ts'

/** Records are some five levels deep; a hostile text of a million brackets would exhaust the stack of whoever walks it. */
const DEEPEST = 64

/** Parses a body that came over the network. */
export function readJson(body: string): unknown {
  if (jsonDepth(body) > DEEPEST) throw new HttpProblem('sync/too-deep')
  try {
    // Members named `__proto__` stay what they are: JSON.parse makes own members of them, and nothing here merges.
    return JSON.parse(body)
  } catch {
    throw new HttpProblem('sync/invalid-input', 'the body is no JSON')
  }
}
