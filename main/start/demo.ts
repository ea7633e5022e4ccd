import { spawn } from 'node:child_process'
import { suggestFromSystem } from '../host/suggestions.ts'
import { startTexts } from '../locales/start-texts.ts'
import { built, ensureBuilt } from './ensure-built.ts'

/** `npm run demo -- --customers=N --data=FOLDER`: fills an empty folder with demo data and ends. */
const values = new Map(process.argv.slice(2).map((one) => one.split('=', 2) as [string, string | undefined]))
const customers = values.get('--customers')
const folder = values.get('--data')
if (!customers || !folder) {
  console.error('npm run demo -- --customers=N --data=FOLDER')
  process.exitCode = 2
} else {
  await ensureBuilt()
  const child = spawn(
    process.execPath,
    [built('main', 'browser-host.js'), '--no-open', `--demo=${customers}`, `--data=${folder}`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  // Its one line says that the data is in; then it has served.
  child.stdout.once('data', () => {
    child.kill('SIGTERM')
    console.error(startTexts(suggestFromSystem(process.env).locale).demoReady(folder))
  })
  child.on('exit', (code) => (process.exitCode = code ?? 1))
}
