import { describe, expect, it } from 'vitest'
import { commandNames } from '#core/domain/commands.ts'
import { hashPassword, passwordFits, passwordProblem } from '#core/domain/people/password.ts'
import { refusedByRole, type ChangedValue } from '#core/domain/people/rights.ts'
import { mayRead, mayRun, rolesOf, ROLES, type Role } from '#core/domain/people/roles.ts'
import { toBase32, totpAddress, totpAt, totpStep } from '#core/domain/people/totp.ts'
import { customerOf, serviceOf } from '#test/support/builders.ts'

describe('codes of an authenticator app', () => {
  // RFC 6238, appendix B: the last six of its eight digits.
  const secret = toBase32(new TextEncoder().encode('12345678901234567890'))

  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('at second %i are those of RFC 6238', async (seconds, code) => {
    expect(await totpAt(secret, seconds * 1000)).toBe(code)
  })

  it('count once, and only near their time', async () => {
    const at = 1111111111_000
    const step = await totpStep(secret, ' 050 471 ', at)
    expect(step).toBe(Math.floor(1111111111 / 30))
    expect(await totpStep(secret, '050471', at + 29_000, step)).toBeUndefined()
    expect(await totpStep(secret, '050471', at + 120_000)).toBeUndefined()
    expect(await totpStep(secret, '', at)).toBeUndefined()
  })

  it('are set up by an address that apps know', () => {
    expect(totpAddress('ABC', 'Fibra & Co', 'eva@example.com')).toBe(
      'otpauth://totp/Fibra%20%26%20Co:eva%40example.com?secret=ABC&issuer=Fibra%20%26%20Co',
    )
  })
})

describe('a password', () => {
  const person = { name: 'Eva Soler', email: 'eva.soler@example.com' }

  it.each([
    ['corta', 'tooShort'],
    ['x'.repeat(201), 'tooLong'],
    ['aaaaaaaaaaaa', 'tooSimple'],
    ['Contraseña12', 'common'],
    ['soler-2026', 'namesPerson'],
    ['correcto caballo pila', undefined],
    ['ñandú·de·Écija·7', undefined],
  ])('%s is %s', (password, problem) => {
    expect(passwordProblem(password, person)).toBe(problem)
  })

  it('fits its verifier however its accents are written, and no other', async () => {
    const verifier = await hashPassword('ñandú de Écija', new Uint8Array(16).fill(7))
    expect(verifier).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwordFits('ñandú de Écija'.normalize('NFD'), verifier)).toBe(true)
    expect(await passwordFits('nandu de Ecija', verifier)).toBe(false)
    expect(await passwordFits('', verifier)).toBe(false)
    expect(await passwordFits('x', 'no verifier')).toBe(false)
  })
})

const refused = (role: Role, command: string, ...changes: Partial<ChangedValue>[]) =>
  refusedByRole(
    role,
    command,
    changes.map((change) => ({ collection: 'customers', id: 'c1', path: '', kind: 'set', ...change })),
    () => 'tag',
  )

describe('roles', () => {
  it('say of every command who may run it, and an admin may run all', () => {
    for (const command of commandNames) {
      expect(rolesOf(command), command).toContain('admin')
      expect(mayRun('auditor', command), command).toBe(command === 'setup.joinOffice')
    }
    expect(ROLES.filter((role) => mayRun(role, 'customer.erase'))).toEqual(['admin'])
    expect(mayRun('technician', 'billing.issue')).toBe(false)
    expect(mayRun('billing', 'command.of-a-newer-version')).toBe(false)
  })

  it.each<[Role, string, Partial<ChangedValue>, string | undefined]>([
    ['agent', 'customer.update', { path: 'name', from: 'a', to: 'b' }, undefined],
    ['technician', 'customer.update', { path: 'name', from: 'a', to: 'b' }, 'role'],
    // Undo, settling and putting back go through every collection.
    ['technician', 'issue.settle', { path: 'name', from: 'a', to: 'b' }, 'role'],
    ['technician', 'value.putBack', { collection: 'invoices', path: 'number', to: 'x' }, 'role'],
    ['agent', 'issue.settle', { path: 'paymentMethods/m1/iban', from: 'a', to: 'b' }, 'field'],
    ['billing', 'issue.settle', { path: 'paymentMethods/m1/iban', from: 'a', to: 'b' }, undefined],
    ['agent', 'customer.create', { kind: 'create', to: customerOf() }, undefined],
    [
      'agent',
      'customer.create',
      { kind: 'create', to: customerOf({ paymentMethods: [{ id: 'm', brand: 'x', isDefault: true }] }) },
      'field',
    ],
    [
      'billing',
      'billing.begin',
      { collection: 'catalog', kind: 'create', to: { id: 'run-1', kind: 'billingRun' } },
      undefined,
    ],
    [
      'agent',
      'value.putBack',
      { collection: 'catalog', kind: 'create', to: { id: 'run-1', kind: 'billingRun' } },
      'role',
    ],
    ['agent', 'catalog.save', { collection: 'catalog', path: 'data', from: {}, to: { name: 'x' } }, 'role'],
    [
      'agent',
      'catalog.save',
      { collection: 'catalog', kind: 'create', to: { id: 'v', kind: 'savedView' } },
      undefined,
    ],
    [
      'technician',
      'issue.settle',
      { collection: 'services', path: 'charges/c1/unitPrice', to: '1' },
      'field',
    ],
    [
      'agent',
      'service.update',
      { collection: 'services', path: 'charges/c1/wholesalePrice', from: '1', to: '2' },
      'field',
    ],
    // A member of the price's group that is told along.
    [
      'agent',
      'service.update',
      { collection: 'services', path: 'charges/c1/wholesalePrice', from: '1', to: '1' },
      undefined,
    ],
    [
      'agent',
      'service.create',
      {
        ...{ collection: 'services', kind: 'create' },
        to: serviceOf({ charges: serviceOf().charges.map((one) => ({ ...one, wholesalePrice: '9' })) }),
      },
      // A product brings its cost along.
      undefined,
    ],
    [
      'technician',
      'service.create',
      {
        ...{ collection: 'services', kind: 'create' },
        to: serviceOf({ charges: serviceOf().charges.map((one) => ({ ...one, wholesalePrice: '9' })) }),
      },
      'role',
    ],
  ])('%s by %s of %o: %s', (role, command, change, code) => {
    expect(refused(role, command, change)).toBe(code)
  })

  it('hide fields from those who need not see them', () => {
    expect(mayRead('technician', 'customers', 'paymentMethods')).toBe(false)
    expect(mayRead('agent', 'services', 'charges', 'wholesalePrice')).toBe(false)
    expect(mayRead('agent', 'services', 'charges')).toBe(true)
    expect(mayRead('auditor', 'customers', 'notes')).toBe(false)
  })
})
