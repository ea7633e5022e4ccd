import { useI18n } from 'vue-i18n'
import { parseEmail } from '#core/domain/values/email.ts'
import { readPhone } from '#core/domain/values/phone.ts'

/** What a typed address is understood as, where that is not what was typed. */
export function useReadNotes(country: () => string) {
  const { t } = useI18n()
  return {
    phoneNote(typed: string): string | undefined {
      const { e164 } = readPhone(typed, country())
      return e164 && t('contacts.phoneRead', { e164 })
    },
    /** E.g. for `mailto:ana@example.com`, as it is copied from a web page. */
    emailNote(typed: string): string | undefined {
      const read = parseEmail(typed)
      return read.ok && read.value !== typed.trim()
        ? t('contacts.emailRead', { address: read.value })
        : undefined
    },
  }
}
