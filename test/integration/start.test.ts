import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { removeFolder, startBrowserHost, temporaryFolder, type RunningHost } from '../support/browser-host.ts'
import { root } from '../support/built.ts'
import { createServerProcess } from '../support/server-process.ts'

function newFolder(): string {
  const folder = temporaryFolder()
  onTestFinished(() => removeFolder(folder))
  return folder
}

/** `npm start` as a person types it, without npm around it. */
function npmStart(...flags: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'main/start/start.ts'), ...flags], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGTERM'))
  let printed = ''
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ended = once(child, 'close').then(([code]) => code as number)
  return { child, ended, printed: () => printed, said: () => said }
}

async function startHost(folder: string, ...flags: string[]): Promise<RunningHost> {
  const host = await startBrowserHost({ folder, flags })
  onTestFinished(() => host.kill())
  return host
}

/** Lets a window in and answers its cookie. */
async function enter(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' })
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

describe('npm start', () => {
  it('runs the browser host, prints its one line, and ends in order', async () => {
    const folder = newFolder()
    const started = npmStart('--host=browser', '--no-open', `--data=${folder}`)
    await once(started.child.stdout, 'data')
    expect(started.printed()).toMatch(/^Enlace ready: http:\/\/127\.0\.0\.1:\d+\/enter\/\S+\n$/)
    started.child.kill('SIGTERM')
    expect(await started.ended).toBe(0)
  })

  it('names every wrong flag in the language that was asked for', async () => {
    const started = npmStart('--bogus', '--port=no', '--locale=en')
    expect(await started.ended).not.toBe(0)
    expect(started.said()).toMatch(/--bogus: .*\n--port=no: the port must be a number/)
  })

  it('tells its flags when asked', async () => {
    const started = npmStart('--help', '--locale=en')
    expect(await started.ended).toBe(0)
    expect(started.said()).toContain('--data=FOLDER')
  })
})

describe('the browser host at its start', () => {
  it('leaves nothing behind when its port is taken', async () => {
    const folder = join(newFolder(), 'new')
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const { port } = other.address() as AddressInfo
    await expect(startBrowserHost({ folder, flags: [`--port=${port}`] })).rejects.toThrow(String(port))
    expect(existsSync(join(folder, 'enlace.sqlite'))).toBe(false)
  })

  it('refuses a folder that cannot be made, at once', async () => {
    // The system answers "no such folder" here for ever, however often its parent is made.
    await expect(startBrowserHost({ folder: '/proc/enlace/data' })).rejects.toThrow('/proc/enlace/data')
  })

  it.skipIf(process.platform === 'win32')('keeps its files from other users of the computer', async () => {
    const folder = newFolder()
    await startHost(folder)
    for (const name of ['enlace.sqlite', 'enlace.sqlite-wal'])
      expect((statSync(join(folder, name)).mode & 0o077).toString(8)).toBe('0')
  })

  it('sets aside a database that was cut off to nothing, and says so', async () => {
    const folder = newFolder()
    await (await startHost(folder)).stop()
    writeFileSync(join(folder, 'enlace.sqlite'), '')
    const again = await startHost(folder)
    expect(again.log()).toMatch(/enlace\.damaged-\S+\.sqlite/)
  })

  it('speaks the language in which it was filled with demo data, also when it is started without it', async () => {
    const folder = newFolder()
    await (await startHost(folder, '--demo=1', '--locale=en')).stop()
    const again = await startHost(folder, '--locale=es')
    const { origin } = new URL(again.url)
    const reply = await fetch(`${origin}/host/settings.get`, {
      method: 'POST',
      headers: { cookie: await enter(again.url), origin, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'ui.locale' }),
    })
    expect(await reply.json()).toMatchObject({ ok: true, value: { value: 'en' } })
  })

  it('knows its windows again after a crash, on the same port', async () => {
    const folder = newFolder()
    const first = await startHost(folder)
    const cookie = await enter(first.url)
    await first.kill()
    const again = await startHost(folder)
    expect(new URL(again.url).port).toBe(new URL(first.url).port)
    const { origin } = new URL(again.url)
    const call = (ownCookie: string) =>
      fetch(`${origin}/host/app.info`, {
        method: 'POST',
        headers: { cookie: ownCookie, origin, 'content-type': 'application/json' },
        body: '{}',
      })
    expect((await call(cookie)).status).toBe(200)
    expect((await call(cookie.slice(0, -2))).status).toBe(401)
    const kept = readFileSync(join(folder, 'windows.json'), 'utf8')
    expect(kept).not.toContain(cookie.split('=')[1])
  })
})

describe('npm run sync-server', () => {
  it('says in a line that its port is in use', async () => {
    const server = await createServerProcess({ data: newFolder() })
    const other = createServer().listen(server.port, '127.0.0.1')
    onTestFinished(() => void other.close())
    await once(other, 'listening')
    await expect(server.task('--host=127.0.0.1')).rejects.toThrow(
      new RegExp(`: port ${server.port} is in use: .*\\n$`),
    )
  })
})
