import { computed, reactive, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { HostError } from '#core/contract/envelope.ts'
import {
  errorText,
  fieldIssues,
  issueText,
  restartWindow,
  useAppInfo,
  useHost,
  usePreferencesStore,
  useTask,
} from '../../host/index.ts'
import { zoneOfCountry } from '#core/domain/values/country-zone.ts'
import { currentLocale } from '../../locales/index.ts'
import {
  checkSetup,
  forgetSetupForm,
  keepSetupForm,
  readSetupForm,
  SETUP_FIELDS,
  suggestPrefix,
  tidyPrefix,
  type SetupField,
} from './setup-form.ts'

/** The first run: what is typed, what is wrong with it, and carrying it out. */
export function useSetup() {
  const { t } = useI18n()
  const host = useHost()
  const info = useAppInfo()
  const preferences = usePreferencesStore()
  const { task, follow, cancel } = useTask()

  const form = reactive(readSetupForm(sessionStorage, info.value))
  const touched = reactive(new Set<SetupField>())
  /** What the host refused, until the field changes. */
  const refused = ref<Partial<Record<SetupField, string>>>({})
  const isWorking = ref(false)
  const notice = ref<{ tone: 'info' | 'error'; text: string }>()
  const hasOwnPrefix = ref(form.officePrefix !== suggestPrefix(form.officeName))

  watch(
    () => form.officeName,
    (name) => {
      if (!hasOwnPrefix.value) form.officePrefix = suggestPrefix(name)
    },
  )
  // Until a person chooses a zone it goes with the country.
  const hasOwnZone = ref(false)
  watch(
    () => form.country,
    (country) => {
      const zone = zoneOfCountry(country ?? '')
      if (zone && !hasOwnZone.value) form.timeZone = zone
    },
  )
  watch(form, () => {
    keepSetupForm(sessionStorage, form)
    refused.value = {}
    notice.value = undefined
  })

  function typePrefix(typed: string) {
    form.officePrefix = tidyPrefix(typed)
    // An emptied field goes back to the suggestion with the next change of the name.
    hasOwnPrefix.value = form.officePrefix !== ''
    touched.add('officePrefix')
  }

  function chooseZone(zone: string | undefined) {
    form.timeZone = zone
    hasOwnZone.value = zone !== undefined
  }

  const issues = computed(() => checkSetup(form))
  const errors = computed(() => {
    const shown: Partial<Record<SetupField, string>> = { ...refused.value }
    for (const field of SETUP_FIELDS) {
      const issue = issues.value[field]
      if (issue && touched.has(field)) shown[field] = t(issue.key, { max: issue.max ?? 0 })
    }
    return shown
  })
  const wrong = computed(() => SETUP_FIELDS.filter((field) => errors.value[field] !== undefined))

  /** The first field to correct; undefined when the program starts anew. */
  async function start(): Promise<SetupField | undefined> {
    for (const field of SETUP_FIELDS) touched.add(field)
    if (wrong.value.length > 0) return wrong.value[0]
    isWorking.value = true
    const reply = await follow(t('setup.loading'), (taskId) => send(taskId))
    if (!reply.ok) {
      isWorking.value = false
      return showRefusal(reply.error)
    }
    // After the demonstration it is asked again, for the real data.
    if (form.data === 'empty') forgetSetupForm(sessionStorage)
    // The data folder may be another one now: it learns the language that was chosen here.
    await preferences.setLocale(currentLocale())
    restartWindow()
    return undefined
  }

  function send(taskId: string) {
    const { country, timeZone } = form
    return host.app.setUp({
      language: currentLocale(),
      personName: form.personName.trim(),
      companyName: form.companyName.trim(),
      officeName: form.officeName.trim(),
      officePrefix: form.officePrefix,
      timeZone: timeZone ?? '',
      country: country ?? '',
      data: form.data,
      ...(form.data === 'demo' ? { demoCustomers: Number(form.demoCustomers) } : {}),
      taskId,
    })
  }

  function showRefusal(error: HostError): SetupField | undefined {
    if (error.code === 'host/cancelled') {
      notice.value = { tone: 'info', text: t('setup.cancelled') }
      return undefined
    }
    for (const issue of fieldIssues(error)) {
      const name = issue.path.split('/').at(-1)
      const field = name === 'prefix' ? 'officePrefix' : SETUP_FIELDS.find((one) => one === name)
      if (field) refused.value = { ...refused.value, [field]: issueText(issue) }
    }
    notice.value = { tone: 'error', text: errorText(error) }
    return wrong.value[0]
  }

  return { form, errors, wrong, touched, typePrefix, chooseZone, start, isWorking, notice, task, cancel }
}
