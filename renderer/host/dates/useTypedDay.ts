import { computed, ref, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { addDays, addMonths, isPlainDate } from '#core/domain/values/plain-date.ts'
import { writtenDay } from '../../locales/formats.ts'
import { withinLimits } from './month-grid.ts'
import { FIRST_YEAR, LAST_YEAR, readTypedDay, wholeTypedDay, type TypedDayProblem } from './typed-day.ts'
import { useTellUnread } from './unread-fields.ts'

interface TypedDayOptions {
  /** `YYYY-MM-DD`, or empty. */
  model: Ref<string>
  today: () => string
  /** First and last day that may be chosen, `YYYY-MM-DD`; empty for none. */
  min: () => string | undefined
  max: () => string | undefined
}

/**
 * The text of a date field and the day that it means. What is typed is read when the field is left; the day then stands
 * there as the program writes days. A text that cannot be read stays with its reason, and the value is empty.
 */
export function useTypedDay({ model, today, min, max }: TypedDayOptions) {
  const { t, locale } = useI18n()
  /** The field's own value: its owner's one follows only when the screen is drawn again, which is late for a key. */
  const value = ref(model.value)
  /** What somebody types; undefined while the value itself is shown. */
  const typed = ref<string>()
  const unread = ref<TypedDayProblem>()
  const shown = computed(() =>
    isPlainDate(value.value) ? writtenDay(locale.value, value.value) : value.value,
  )

  const problem = computed((): string | undefined => {
    const day = value.value
    const year = { first: FIRST_YEAR, last: LAST_YEAR }
    if (unread.value) return t(`ui.date.problem.${unread.value}`, year)
    if (day === '') return undefined
    // A value of another source, e.g. of an attribute that was free text before.
    if (!isPlainDate(day)) return t('ui.date.problem.form')
    const [earliest, latest] = [min(), max()]
    if (earliest && day < earliest)
      return t('ui.date.problem.early', { day: writtenDay(locale.value, earliest) })
    if (latest && day > latest) return t('ui.date.problem.late', { day: writtenDay(locale.value, latest) })
    return undefined
  })

  function forget() {
    typed.value = undefined
    unread.value = undefined
  }
  const tellUnread = useTellUnread(forget)
  // At once: the key that leaves the field may be the one that saves.
  watch(problem, (now) => tellUnread(now !== undefined), { immediate: true, flush: 'sync' })

  // What does not come from this field takes the place of what is typed in it.
  watch(model, (now) => {
    if (now === value.value) return
    forget()
    value.value = now
  })
  function say(day: string) {
    if (day === value.value) return
    value.value = day
    model.value = day
  }

  function type(text: string) {
    typed.value = text
    unread.value = undefined
    const whole = text.trim() === '' ? '' : wholeTypedDay(text.trim(), today())
    if (whole !== undefined) say(whole)
  }

  /** Takes what was typed; false when it could not be read. */
  function commit(): boolean {
    if (typed.value === undefined) return unread.value === undefined
    const read =
      typed.value.trim() === '' ? { ok: true as const, value: '' } : readTypedDay(typed.value, today())
    unread.value = read.ok ? undefined : read.error
    if (read.ok) typed.value = undefined
    say(read.ok ? read.value : '')
    return read.ok
  }

  function choose(day: string) {
    forget()
    say(day)
  }

  /** Goes on by days or months, from today where there is none yet, and never past a limit. */
  function step(by: { days?: number; months?: number }) {
    if (!commit()) return
    const day = isPlainDate(value.value)
      ? addMonths(addDays(value.value, by.days ?? 0), by.months ?? 0)
      : today()
    choose(withinLimits(day, min() || undefined, max() || undefined))
  }

  return {
    value,
    text: computed(() => typed.value ?? shown.value),
    /** Nothing was typed since the value was shown. */
    isUntouched: () => typed.value === undefined || typed.value === shown.value,
    problem,
    type,
    commit,
    choose,
    step,
  }
}
