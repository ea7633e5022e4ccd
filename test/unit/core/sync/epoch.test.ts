import { expect, it } from 'vitest'
import { enterEpoch, join } from '#core/sync/overlay/epoch.ts'
import { FULL_SCOPE } from '#core/sync/scope.ts'
import { emptyFile, inFileTransaction } from '#test/simulation/world/device-file.ts'

/** Op `n` of a device, at its place in a feed. */
const opOf = (device: string, n: number, seq: number) => ({
  op: {
    header: {
      ...{ format: 1 as const, id: `${device}-${n}`, device, n, person: 'p', office: 'o', command: 'test' },
      ...{
        at: `2026-03-01T10:00:00.000Z-00000-${device}`,
        schema: 1,
        sig: '',
        changesHash: '',
        prevHash: '',
      },
      hash: `${device}-${n}`,
    },
    rows: [],
  },
  outcome: { result: 'applied' as const, issues: [] },
  seq,
})

it('offers each chain in its order, also where a put-back server gave an earlier op a later place', () => {
  const file = emptyFile({ id: 'own', publicKey: 'key', code: '7Q' })
  const offers = inFileTransaction(file, { onWrite: () => undefined, now: 0 }, (transaction) => {
    join(transaction, 'epoch-2', FULL_SCOPE)
    // The first of them came back to the server after one restore; the others have their place of before it.
    for (const local of [opOf('A', 1, 55), opOf('A', 2, 47), opOf('A', 3, 48), opOf('B', 1, 50)])
      transaction.putOp(local)
    enterEpoch(transaction, 'epoch-3', {})
    return transaction.offers(10).map(({ op }) => op.header.id)
  })
  expect(offers).toEqual(['A-1', 'A-2', 'A-3', 'B-1'])
})
