import { benchList } from './list.ts'
import { benchMoney } from './money.ts'
import { benchStore } from './store.ts'
import { benchSync } from './sync.ts'

/**
 * `npm run bench -- <name> [--full] [--json]`: one bench, all its engines in one run, so that ratios compare. `--full`
 * takes the sizes of the targets; `--json` prints the figures by name on the last line. `store` knows `--without-pouchdb`:
 * with 100,000 customers that engine alone takes hours.
 */
const benches: Readonly<
  Record<string, (options: { full: boolean; json: boolean; withoutPouchdb: boolean }) => Promise<void>>
> = {
  store: benchStore,
  list: benchList,
  sync: benchSync,
  money: benchMoney,
}

const parameters = process.argv.slice(2)
const name = parameters.find((parameter) => !parameter.startsWith('--'))
const bench = name === undefined ? undefined : benches[name]
if (bench)
  await bench({
    full: parameters.includes('--full'),
    json: parameters.includes('--json'),
    withoutPouchdb: parameters.includes('--without-pouchdb'),
  })
else {
  console.error(`Usage: npm run bench -- <${Object.keys(benches).join('|')}> [--full] [--json]`)
  process.exitCode = 2
}
