import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { identifierRange } from '#core/domain/identifier.ts'
import { serialKeyOf } from '#core/domain/inventory/build.ts'
import { stateCode } from '../../projectors/items.ts'
import { identifierUses } from '../identifier-uses.ts'
import type { Statements } from '../statements.ts'

/** Items in use by the folded serials of a JSON list. */
const IN_USE = `SELECT i.serial_key AS key, i.id AS id, json_extract(d.body, '$.serial') AS serial
  FROM json_each(?) AS j JOIN r_item AS i INDEXED BY r_item_serial ON i.archived = 0 AND i.serial_key = j.value
    JOIN d_inventory AS d ON d.id = i.id WHERE i.state <> ?`

const inUse = (statements: Statements, keys: readonly string[]) =>
  statements.all(IN_USE, [JSON.stringify([...new Set(keys)]), stateCode('retired')]).map((row) => ({
    key: row.key as string,
    id: row.id as string,
    serial: row.serial as string,
  }))

export function takenSerials(
  statements: Statements,
  { serials }: MethodInput<'inventory', 'taken'>,
): MethodOutput<'inventory', 'taken'> {
  const keys = serials.map(serialKeyOf)
  const ids = new Map(inUse(statements, keys).map(({ key, id }) => [key, id]))
  return {
    taken: serials.flatMap((serial, i) => {
      const id = ids.get(keys[i] ?? '')
      return id === undefined ? [] : [{ serial, id }]
    }),
  }
}

export function checkSerial(
  statements: Statements,
  { kind, serial, exceptId }: MethodInput<'inventory', 'check'>,
): MethodOutput<'inventory', 'check'> {
  const same = inUse(statements, [serialKeyOf(serial)]).find(({ id }) => id !== exceptId)
  const range = kind === 'ipBlock' ? identifierRange('subnet', serial) : undefined
  const among = { collection: 'inventory' as const, exceptId }
  const [overlapping] = range ? identifierUses(statements, range, 1, among) : []
  return {
    ...(same && { same: { id: same.id, serial: same.serial } }),
    ...(overlapping && { overlapping: overlapping.value }),
  }
}
