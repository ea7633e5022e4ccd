import { gunzipSync, gzipSync } from 'node:zlib'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parseConnectionCode } from '#core/contract/connection-code.ts'
import { runAdmin } from '#sync-server/admin.ts'
import { readConfig } from '#sync-server/config.ts'
import { startSyncServer } from '#sync-server/index.ts'
import { invoiceOf } from '#test/support/builders.ts'
import { tempFolder } from '#test/support/temp-folder.ts'
import { tagRows, TestDevice } from '#test/support/sync-device.ts'

async function admin(data: string, ...parameters: string[]) {
  const lines: string[] = []
  const [name = '', ...rest] = parameters
  const code = await runAdmin(name, [...rest, `--data=${data}`], { ENLACE_LOG_LEVEL: 'silent' }, (line) =>
    lines.push(line),
  )
  return { code, lines }
}

async function serve(data: string) {
  const config = readConfig([`--data=${data}`, '--port=0'], { ENLACE_LOG_LEVEL: 'silent' })
  if (!config.ok) throw new Error('no config')
  const server = await startSyncServer(config.value)
  onTestFinished(() => server.close())
  return server
}

/** An organisation with a desktop that pushed two tags. */
async function inUse(data: string) {
  const { lines } = await admin(data, 'org-create', 'Fibra Henares')
  const [org = ''] = lines
  const server = await serve(data)
  const code = (await admin(data, 'code', org, server.url)).lines[0] ?? ''
  const device = new TestDevice(server.url)
  await device.enrol(code)
  await device.push([device.op(tagRows('t1', 'Fibra')), device.op(tagRows('t2', 'Radio'))])
  return { org, server, device, code }
}

describe('the administrator', () => {
  it('makes an organisation and a code with which a desktop joins, beside a running server', async () => {
    const data = tempFolder()
    const { org, server, device, code } = await inUse(data)
    expect(parseConnectionCode(code)).toMatchObject({ url: server.url })
    const { lines } = await admin(data, 'device-list', org)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(`${device.id}  7Q  active`)
    expect((await admin(data, 'org-list')).lines[0]).toContain('Fibra Henares')
  })

  it('gives codes with which desktops on other computers trust the server, wherever it is told to listen', async () => {
    const data = tempFolder()
    const [org = ''] = (await admin(data, 'org-create', 'Fibra Henares')).lines
    const config = readConfig([`--data=${data}`, '--port=0', '--host=0.0.0.0'], {
      ENLACE_LOG_LEVEL: 'silent',
    })
    if (!config.ok) throw new Error('no config')
    const server = await startSyncServer(config.value)
    onTestFinished(() => server.close())
    const fingerprintOf = async (...more: string[]) => {
      const { lines } = await admin(data, 'code', org, 'https://enlace.example:8420', ...more)
      return parseConnectionCode(lines[0] ?? '')?.fingerprint
    }
    expect(server.fingerprint).toMatch(/^[0-9a-f]{64}$/)
    expect(await fingerprintOf('--host=0.0.0.0')).toBe(server.fingerprint)
    expect(await fingerprintOf()).toBe(server.fingerprint)
    // Somebody else's certificate is what desktops see there.
    expect(await fingerprintOf('--behindProxy=true')).toBeUndefined()
    // What is typed at a desktop never crosses a network in the clear.
    expect(await admin(data, 'code', org, 'http://enlace.example:8420')).toMatchObject({
      code: 1,
      lines: [expect.stringContaining('https')],
    })
  })

  it('gives a desktop another name', async () => {
    const data = tempFolder()
    const { org, device } = await inUse(data)
    expect((await admin(data, 'device-rename', org, device.id, ' ')).code).toBe(1)
    expect((await admin(data, 'device-rename', org, device.id, 'Caja')).code).toBe(0)
    expect((await admin(data, 'device-list', org)).lines[0]).toMatch(/ {2}Caja$/)
  })

  it('takes a desktop out', async () => {
    const data = tempFolder()
    const { org, device } = await inUse(data)
    expect((await admin(data, 'device-revoke', org, device.id)).code).toBe(0)
    expect((await device.push([])).body).toMatchObject({ ok: false, refusal: 'revoked' })
  })

  it('is told what a task needs, and what is not there', async () => {
    const data = tempFolder()
    expect(await admin(data, 'org-create')).toMatchObject({ code: 2 })
    expect((await admin(data, 'help')).lines.join()).toContain('device-revoke ORG DEVICE')
    expect(await admin(data, 'device-list', 'none')).toMatchObject({
      code: 1,
      lines: ['none: there is no such organisation (org-list names them)'],
    })
    const [org = ''] = (await admin(data, 'org-create', 'Otra')).lines
    expect((await admin(data, 'code', org, 'enlace.example')).lines[0]).toContain('https://')
    expect((await admin(data, 'device-revoke', org, 'none')).lines[0]).toContain('device-list')
  })
})

it('lists how far the numbers of invoices are, what is missing of them, and which series are closed', async () => {
  const data = tempFolder()
  const { org, device } = await inUse(data)
  const invoices = [1, 2, 4].map((count) =>
    invoiceOf({ id: `i${count}`, number: `F-MAD-7Q-${String(count).padStart(6, '0')}` }),
  )
  const imported = invoiceOf({ id: 'old', number: '2019/0001' })
  const created = [...invoices, imported].map((to): Parameters<typeof device.op>[0][number] => ({
    ...{ collection: 'invoices', id: to.id, path: '', kind: 'create' },
    to,
  }))
  const { body } = await device.push([device.op(created, 'import.run')])
  expect(body).toMatchObject({ results: [{ status: 'taken' }] })
  expect((await admin(data, 'series-list', org)).lines).toEqual([
    'F-MAD-7Q  1 to 4  1 missing  open  PC de pruebas',
  ])
  await admin(data, 'device-revoke', org, device.id)
  expect((await admin(data, 'series-list', org)).lines).toEqual([
    'F-MAD-7Q  1 to 4  1 missing  closed  PC de pruebas',
  ])
  expect((await admin(data, 'series-list', 'none')).code).toBe(1)
})

describe('a backup', () => {
  it('is taken while the server runs, and a new server has all of it under a new epoch', async () => {
    const data = tempFolder()
    const { device } = await inUse(data)
    const file = join(tempFolder(), 'backup.gz')
    expect((await admin(data, 'backup', file)).code).toBe(0)
    expect(statSync(file).mode & 0o077).toBe(0)
    const before = readFileSync(file)
    const again = await admin(data, 'backup', file)
    expect(again).toMatchObject({ code: 1 })
    expect(again.lines[0]).toContain('--force')
    expect(readFileSync(file)).toEqual(before)
    expect((await admin(data, 'backup', file, '--force')).code).toBe(0)
    // Nothing else takes it.
    expect((await admin(data, 'org-list', '--force')).code).toBe(2)
    const items = await device.pullAll()

    const other = tempFolder()
    expect(await admin(other, 'restore', file)).toMatchObject({ code: 0 })
    const restored = await serve(other)
    const { epoch } = device
    Object.assign(device, { url: restored.url })
    expect(await device.pullAll()).toEqual(items)
    expect(await device.push([device.op(tagRows('t3', 'Cable'))])).toMatchObject({
      status: 409,
      body: { ok: false, refusal: 'epoch' },
    })
    expect(epoch).not.toBe('')
  })

  it('that is cut, changed or foreign leaves the server empty', async () => {
    const data = tempFolder()
    await inUse(data)
    const file = join(tempFolder(), 'backup.gz')
    await admin(data, 'backup', file)
    const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n')
    const broken = {
      cut: gzipSync(lines.slice(0, -1).join('\n')),
      short: gzipSync([...lines.slice(0, 3), lines.at(-1)].join('\n')),
      foreign: gzipSync('{"format":"other"}'),
      noGzip: Buffer.from('hello'),
      truncated: readFileSync(file).subarray(0, 100),
    }
    for (const [name, content] of Object.entries(broken)) {
      const bad = join(tempFolder(), name)
      writeFileSync(bad, content)
      const target = tempFolder()
      expect(await admin(target, 'restore', bad), name).toMatchObject({ code: 1 })
      expect((await admin(target, 'org-list')).lines, name).toEqual([])
    }
    const odd = join(tempFolder(), 'odd')
    writeFileSync(odd, 'hello')
    expect((await admin(tempFolder(), 'restore', odd)).lines[0]).toContain('no backup of the server')
  })

  it('never overwrites a server that is in use', async () => {
    const data = tempFolder()
    await inUse(data)
    const file = join(tempFolder(), 'backup.gz')
    await admin(data, 'backup', file)
    expect((await admin(data, 'restore', file)).lines[0]).toContain('not empty')
  })
})

describe('people', () => {
  it('are entered, changed, let in no more, and asked to sign in once somebody can manage them', async () => {
    const data = tempFolder()
    const [org = ''] = (await admin(data, 'org-create', 'Fibra Henares')).lines
    expect(await admin(data, 'sign-in', org, 'on')).toMatchObject({ code: 1 })
    const added = await admin(data, 'person-add', org, 'eva@example.com', 'admin', 'Eva Soler')
    expect(added.lines[0]).toMatch(/^[0-9a-f-]{36} {2}[0-9A-Z-]{19}$/)
    expect((await admin(data, 'person-add', org, 'EVA@example.com', 'agent', 'Otra')).lines[0]).toContain(
      'has this address already',
    )
    expect((await admin(data, 'person-add', org, 'eva', 'agent', 'Otra')).code).toBe(1)
    expect((await admin(data, 'person-add', org, 'luis@example.com', 'boss', 'Luis')).lines[0]).toContain(
      'admin, manager, billing, agent, technician, auditor',
    )
    expect((await admin(data, 'person-role', org, 'eva@example.com', 'agent')).lines[0]).toContain('last one')
    await admin(data, 'person-add', org, 'luis@example.com', 'agent', 'Luis')
    const namesake = ['person-add', org, 'luis.2@example.com', 'agent', ' LUÍS '] as const
    const refused = await admin(data, ...namesake)
    expect(refused.code).toBe(1)
    expect(refused.lines[0]).toContain('entered as luis@example.com')
    const [known = ''] = /[0-9a-f-]{36}/.exec(refused.lines[0] ?? '') ?? []
    expect((await admin(data, ...namesake, known)).lines[0]).toContain('person-role')
    expect((await admin(data, ...namesake, 'nobody')).lines[0]).toContain('has this id')
    expect((await admin(data, ...namesake, 'new')).code).toBe(0)
    await admin(data, 'person-role', org, 'luis@example.com', 'billing')
    await admin(data, 'person-off', org, 'luis@example.com')
    expect((await admin(data, 'person-list', org)).lines.map((line) => line.split('  ').slice(1))).toEqual([
      ['eva@example.com', 'admin', 'active', 'no password yet', 'Eva Soler'],
      ['luis.2@example.com', 'agent', 'active', 'no password yet', 'LUÍS'],
      ['luis@example.com', 'billing', 'off', 'no password yet', 'Luis'],
    ])
    expect((await admin(data, 'person-reset', org, 'luis@example.com')).lines[0]).toMatch(/^[0-9A-Z-]{19}$/)
    expect((await admin(data, 'person-reset', org, 'who@example.com')).code).toBe(1)
    expect(await admin(data, 'sign-in', org, 'on')).toMatchObject({ code: 0 })
    expect(await admin(data, 'code', org, 'http://localhost:1', 'agent')).toMatchObject({ code: 0 })
    expect(await admin(data, 'code', org, 'http://localhost:1', 'boss')).toMatchObject({ code: 1 })
    // A backup takes them along, without sessions.
    const file = join(tempFolder(), 'backup')
    expect((await admin(data, 'backup', file)).code).toBe(0)
    const other = tempFolder()
    expect((await admin(other, 'restore', file)).code).toBe(0)
    expect((await admin(other, 'person-list', org)).lines).toHaveLength(3)
  })
})
