import {
  mayWriteField,
  mayWriteRecords,
  mayRead,
  mayRun,
  ROLES,
  type Role,
} from '#core/domain/people/roles.ts'
import { texts } from '../locales/index.ts'
import type { WhyNot } from '../ui/index.ts'
import { useAppInfo } from './useAppInfo.ts'

/** Whether a role may do what something needs (`renderer/ui/permission.ts`). */
function allows(role: Role, needs: string): boolean {
  const isSeeing = needs.startsWith('see ')
  const [collection = '', field, element] = needs.replace('see ', '').split('/')
  if (field !== undefined)
    return isSeeing
      ? mayRead(role, collection, field, element)
      : mayWriteField(role, collection, field, element)
  const [name = '', kind] = needs.split(':')
  return kind === undefined ? mayRun(role, needs) : mayWriteRecords(role, name, kind)
}

/** What a role may do, by the same table by which host and server refuse (core/domain/people). */
export const whyNotFor =
  (role: Role | undefined): WhyNot =>
  (needs) =>
    role === undefined || allows(role, needs)
      ? undefined
      : texts.global.t('access.needsRole', {
          roles: ROLES.filter((one) => allows(one, needs))
            .map((one) => texts.global.t(`access.role.${one}`))
            .join(', '),
        })

/** What the person at this desktop may do and see. Where nobody signs in, everything. */
export function useMay() {
  const role = useAppInfo().value.device?.role
  const whyNot = whyNotFor(role)
  return {
    may: (needs: string): boolean => whyNot(needs) === undefined,
    maySee: (collection: string, field: string, element?: string): boolean =>
      role === undefined || mayRead(role, collection, field, element),
    /** For a tooltip. */
    whyNot,
  }
}
