import { useI18n } from 'vue-i18n'
import type { Site } from '#core/domain/site/schema.ts'
import { useCommand } from '#renderer/host/index.ts'
import { formToChanges, formToCreate } from './site-form.ts'
import type { SiteEditor } from './useSiteEditor.ts'

interface Target {
  site: Site | undefined
  customerId: string
}

/** Saves a site's form by one command. */
export function useSaveSite({ edit, form }: Pick<SiteEditor, 'edit' | 'form'>) {
  const { t } = useI18n()
  const { run, isRunning } = useCommand()

  /** The site's id when saved; undefined when nothing was, and the form says why. */
  async function save({ site, customerId }: Target): Promise<string | undefined> {
    const typed = form.value
    if (!typed || isRunning.value || !edit.attempt()) return undefined
    const fields = edit.refuse
    if (site) {
      const changes = formToChanges(site, typed)
      if (Object.keys(changes).length > 0) {
        const reply = await run(
          'site.update',
          { id: site.id, changes },
          { undoToast: t('sites.saved', { name: typed.name }), fields },
        )
        if (!reply.ok) return undefined
      }
      await edit.settle()
      return site.id
    }
    const reply = await run('site.create', formToCreate(typed, customerId), {
      undoToast: t('sites.created', { name: typed.name }),
      fields,
    })
    if (!reply.ok) return undefined
    await edit.settle()
    // `SiteSaved` of core/domain/site/commands.ts.
    return (reply.value.result as { id: string }).id
  }

  return { save, isSaving: isRunning }
}
