import { useI18n } from 'vue-i18n'
import { useCommand } from '../useCommand.ts'
import type { CustomerMatch } from './useMatches.ts'

/** Brings back an archived customer who was being typed a second time; answers whether that was done. */
export function useRestoreMatch() {
  const { t } = useI18n()
  const { run } = useCommand()
  return async ({ id, name }: CustomerMatch): Promise<boolean> => {
    const undoToast = t('duplicates.hint.restored', { name })
    return (await run('customer.restore', { ids: [id] }, { undoToast })).ok
  }
}
