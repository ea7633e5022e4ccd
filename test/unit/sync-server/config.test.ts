import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '#sync-server/config.ts'
import { tempFolder } from '#test/support/temp-folder.ts'

const problems = (parameters: string[], environment: Record<string, string> = {}) => {
  const config = readConfig(parameters, environment)
  return config.ok ? [] : config.error
}

describe('the settings of the server', () => {
  it('are good without any', () => {
    expect(readConfig([], {})).toMatchObject({
      ok: true,
      value: { host: '127.0.0.1', port: 8420, data: resolve('enlace-server') },
    })
  })

  it('come from a file, then the environment, then flags', () => {
    const file = join(tempFolder(), 'server.json')
    writeFileSync(
      file,
      JSON.stringify({ port: 1, requestsPerMinute: 50, logLevel: 'warn', behindProxy: true }),
    )
    const config = readConfig(['--port=3'], {
      ENLACE_CONFIG: file,
      PORT: '2',
      ENLACE_REQUESTS_PER_MINUTE: '60',
    })
    expect(config).toMatchObject({
      ok: true,
      value: { port: 3, requestsPerMinute: 60, logLevel: 'warn', behindProxy: true },
    })
  })

  it('are told all at once when they are wrong, each with where it came from', () => {
    const file = join(tempFolder(), 'server.json')
    writeFileSync(file, JSON.stringify({ colour: 'blue', bodyLimit: 1 }))
    const found = problems([`--config=${file}`, '--port=70000'], {
      DATABASE_URL: 'mysql://x',
      ENLACE_LOG_LEVEL: 'loud',
      ENLACE_BEHIND_PROXY: 'perhaps',
    })
    expect(found.map(({ source }) => source).sort()).toEqual(
      [
        '--port',
        `${file}: bodyLimit`,
        `${file}: colour`,
        'DATABASE_URL',
        'ENLACE_BEHIND_PROXY',
        'ENLACE_LOG_LEVEL',
      ].sort(),
    )
  })

  it('name a flag that is none, and a file that cannot be read', () => {
    expect(problems(['--prot=1'])[0]?.problem).toContain('--prot')
    expect(problems(['--config=/no/such/file.json'])[0]?.source).toBe('/no/such/file.json')
    const file = join(tempFolder(), 'server.json')
    writeFileSync(file, '[]')
    expect(problems([`--config=${file}`])).toEqual([{ source: file, problem: 'must be a JSON object' }])
  })

  it('want a certificate and its key together', () => {
    expect(problems([], { ENLACE_TLS_CERT: 'a.pem' })[0]?.problem).toContain('tlsKey')
    expect(problems([], { ENLACE_TLS_KEY: 'a.key' })[0]?.problem).toContain('tlsCert')
  })
})
