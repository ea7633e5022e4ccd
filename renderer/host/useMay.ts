import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { mayRead, mayRun, mayWriteField, mayWriteRecords, rolesOf } from '#core/domain/people/roles.ts'
import { useAppInfo } from './useAppInfo.ts'

/**
 * What the person at this desktop may do, by the same table by which host and server refuse (core/domain/people). Where
 * nobody signs in, everything.
 */
export function useMay() {
  const info = useAppInfo()
  const { t } = useI18n()
  const role = computed(() => info.value.device?.role)
  const may = (command: string): boolean => role.value === undefined || mayRun(role.value, command)
  return {
    role,
    may,
    /** `kind`: of a catalogue record. */
    mayWrite: (collection: string, kind?: string): boolean =>
      role.value === undefined || mayWriteRecords(role.value, collection, kind),
    mayWriteField: (collection: string, field: string, element?: string): boolean =>
      role.value === undefined || mayWriteField(role.value, collection, field, element),
    maySee: (collection: string, field: string, element?: string): boolean =>
      role.value === undefined || mayRead(role.value, collection, field, element),
    /** Why a command is not offered, for a tooltip; undefined when it is. */
    whyNot: (command: string): string | undefined =>
      may(command)
        ? undefined
        : t('access.needsRole', {
            roles: rolesOf(command)
              .map((one) => t(`access.role.${one}`))
              .join(', '),
          }),
  }
}
