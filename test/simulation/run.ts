import { parseArgs } from 'node:util'
import { shrink } from './world/shrink.ts'
import { simulate } from './world/simulate.ts'

/*
 * `npm run simulate -- --seeds=N [--seed=S]`: N worlds from seed S on (1 when absent); `--seed` alone runs that one and
 * prints what happened in it. A failing seed is made as short as it fails.
 */

const { values } = parseArgs({ options: { seeds: { type: 'string' }, seed: { type: 'string' } } })
const first = whole('seed', values.seed ?? '1')
const count = whole('seeds', values.seeds ?? (values.seed === undefined ? '100' : '1'))
const isAlone = values.seeds === undefined && values.seed !== undefined

/** Failing seeds that are looked into closer. */
const MOST_SHRUNK = 3
/** Last lines of a failing world that are printed. */
const TRACE = 30

const started = performance.now()
const totals = { ops: 0, issues: 0, failed: 0 }
for (let seed = first; seed < first + count; seed++) {
  const result = await simulate({ seed })
  totals.ops += result.ops
  totals.issues += result.issues
  if (result.violations.length > 0) {
    totals.failed++
    console.log(`\nseed ${seed} fails with ${result.faults.join(' ')}`)
    for (const violation of result.violations.slice(0, 3)) console.log(`  ${violation.slice(0, 200)}`)
    if (totals.failed <= MOST_SHRUNK) {
      const { faults, size, trace, violations } = await shrink(result)
      console.log(
        `  shrunk to size ${size} with ${faults.join(' ') || 'no fault'}: ${violations[0]?.slice(0, 500)}`,
      )
      for (const line of isAlone ? trace : trace.slice(-TRACE)) console.log(`    ${line.slice(0, 240)}`)
    }
  } else if (isAlone) console.log(`${result.trace.join('\n')}\nhash ${result.hash}`)
  const done = seed - first + 1
  if (done % 50 === 0 || done === count)
    console.log(
      `${done} of ${count} seeds, ${totals.failed} failed, ${totals.ops} ops, ${totals.issues} issues, ` +
        `${((performance.now() - started) / 1000).toFixed(1)} s`,
    )
}
process.exitCode = totals.failed > 0 ? 1 : 0

function whole(name: string, text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  console.error(`--${name} must be a whole number, not ${text}`)
  process.exit(2)
}
