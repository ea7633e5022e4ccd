import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../support/built.ts'

const read = (name: string) => readFileSync(join(root, 'sync-server', 'deploy', name), 'utf8')
/** The script that Node runs, without `npx` before it: signals must reach the server itself. */
const SCRIPT = 'sync-server/start.ts'

describe('the container file', () => {
  const steps = read('Containerfile')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line))

  it('copies what is there, and what the server is made of', () => {
    const copied = steps
      .filter((step) => step.startsWith('COPY '))
      .flatMap((step) => step.split(' ').slice(1, -1))
    expect(copied).toEqual(
      expect.arrayContaining(['package.json', 'package-lock.json', 'core', 'main/store', 'sync-server']),
    )
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  it('gives the data to who runs it before it is a volume', () => {
    const at = (start: string) => steps.findIndex((step) => step.startsWith(start))
    expect(at('RUN mkdir /data')).toBeGreaterThan(0)
    expect(at('VOLUME')).toBeGreaterThan(at('RUN mkdir /data'))
    expect(at('USER node')).toBeGreaterThan(at('VOLUME'))
  })

  it('runs the server itself', () => {
    const command = steps.find((step) => step.startsWith('CMD ')) ?? ''
    expect(JSON.parse(command.slice(4))).toEqual(['node', '--import', 'tsx', SCRIPT])
  })
})

it('is run by systemd in the same way', () => {
  expect(read('enlace-sync-server.service')).toContain(`ExecStart=/usr/bin/node --import tsx ${SCRIPT}\n`)
})
