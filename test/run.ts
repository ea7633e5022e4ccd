import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './support/built.ts'

/**
 * `npm test`: every suite, then one line that sums them: `N passed, N failed, N skipped`. Skipped tests are listed
 * with their reason. Names after `--` limit the suites: `npm test -- unit e2e`.
 */
const suites = ['unit', 'renderer', 'contract', 'simulation', 'integration', 'e2e'] as const
type Suite = (typeof suites)[number]

interface Counts {
  passed: number
  failed: number
  skipped: string[]
}

interface VitestReport {
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { status: string; fullName: string }[]
  }[]
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[]
  specs?: {
    title: string
    tests: { status: string; annotations: { type: string; description?: string }[] }[]
  }[]
}

const wanted = process.argv.slice(2)
const chosen = suites.filter((suite) => wanted.length === 0 || wanted.includes(suite))
const reports = mkdtempSync(join(tmpdir(), 'enlace-test-'))
const total: Counts = { passed: 0, failed: 0, skipped: [] }

const vitestProjects = chosen.filter((suite) => suite !== 'e2e')
if (vitestProjects.length > 0) add(await runVitest(vitestProjects))
if (chosen.includes('e2e')) add(await runPlaywright())
rmSync(reports, { recursive: true, force: true })

for (const reason of total.skipped) console.log(`skipped: ${reason}`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0

function add(counts: Counts): void {
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped.push(...counts.skipped)
}

async function runVitest(projects: Suite[]): Promise<Counts> {
  const file = join(reports, 'vitest.json')
  const code = await run('vitest', [
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--passWithNoTests',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  const report = readReport<VitestReport>(file)
  if (!report) return { passed: 0, failed: 1, skipped: [] }
  const results = report.testResults.flatMap((result) => result.assertionResults)
  const ofStatus = (status: string) => results.filter((result) => result.status === status)
  // A file that cannot even load, or a failing hook, has no failed assertion of its own.
  const brokenFiles = report.testResults.filter(
    (result) => result.status === 'failed' && !result.assertionResults.some((one) => one.status === 'failed'),
  ).length
  const failed = ofStatus('failed').length + brokenFiles
  return {
    passed: ofStatus('passed').length,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: results
      .filter((result) => ['skipped', 'pending', 'todo'].includes(result.status))
      .map((result) => result.fullName),
  }
}

async function runPlaywright(): Promise<Counts> {
  const file = join(reports, 'playwright.json')
  const code = await run('playwright', ['test', '--reporter=line,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  })
  const report = readReport<PlaywrightSuite>(file)
  if (!report) return { passed: 0, failed: 1, skipped: [] }
  const counts: Counts = { passed: 0, failed: 0, skipped: [] }
  const visit = (suite: PlaywrightSuite): void => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'skipped') {
          const reason = test.annotations.find((annotation) => annotation.type === 'skip')?.description
          counts.skipped.push(`${spec.title}: ${reason ?? 'no reason given'}`)
        } else if (test.status === 'expected') counts.passed += 1
        else if (test.status === 'flaky') {
          counts.passed += 1
          console.log(`passed on its second try: ${spec.title}`)
        } else counts.failed += 1
      }
    }
    suite.suites?.forEach(visit)
  }
  visit(report)
  if (counts.failed === 0 && code !== 0) counts.failed = 1
  return counts
}

function readReport<T>(file: string): T | undefined {
  try {
    // Written by the test runner a moment ago.
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    console.error(`No report at ${file}: the runner did not get that far.`)
    return undefined
  }
}

function run(tool: string, parameters: string[], env: Record<string, string> = {}): Promise<number | null> {
  const suffix = process.platform === 'win32' ? '.cmd' : ''
  const child = spawn(join(root, 'node_modules', '.bin', tool + suffix), parameters, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, ...env },
  })
  return new Promise((done, fail) => child.on('error', fail).on('exit', done))
}
