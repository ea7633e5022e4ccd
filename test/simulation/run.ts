import { simulate } from './world/simulate.ts'

const option = (name: string): string | undefined =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1]
const first = Number(option('seed') ?? 1)
const seeds = option('seed') === undefined ? Number(option('seeds') ?? 100) : 1

const started = Date.now()
let failed = 0
for (let seed = first; seed < first + seeds; seed++) {
  const result = await simulate({ seed })
  if (result.violations.length > 0) {
    failed++
    console.log(`seed ${seed} fails (${result.faults.join(' ')})`)
    for (const violation of result.violations.slice(0, 5)) console.log(`  ${violation}`)
    if (option('seed') !== undefined) console.log(result.trace.join('\n'))
  } else if (option('seed') !== undefined) console.log(result.hash, result.ops, result.issues)
}
console.log(`${seeds - failed} of ${seeds} seeds hold, ${Date.now() - started} ms`)
process.exitCode = failed > 0 ? 1 : 0
