import {
  computed,
  onScopeDispose,
  provide,
  reactive,
  ref,
  shallowRef,
  toRaw,
  watch,
  type InjectionKey,
  type Ref,
} from 'vue'
import type { FieldIssue } from '#core/domain/command.ts'
import type { HostClient } from '#core/contract/host-client.ts'
import { useUnreadFields } from '../dates/index.ts'
import { changedKeys, contestedUnits, copyForm, keysOfUnit, rebase, type UnitOf } from './form-merge.ts'
import { countErrors, issuesByField, type FieldMessages } from './issue-map.ts'
import { useDraft } from './useDraft.ts'

/** What the fields of a form ask it. */
export interface FormMessages {
  /** Errors only once the person has left the field or tried to save; warnings at once. */
  messagesOf(path: string): FieldMessages
  touch(path: string): void
}

export const formMessagesKey: InjectionKey<FormMessages> = Symbol('form messages')

/** A field that somebody else changed too, in words: what this person typed and what is saved now. */
export interface Contest {
  unit: string
  label: string
  mine: string
  theirs: string
}

/** What the dialog around a form needs of it. */
export interface EditFormState {
  isDirty: Readonly<Ref<boolean>>
  errorCount: Readonly<Ref<number>>
  attempted: Readonly<Ref<boolean>>
  /** When the draft that came back was typed. */
  restoredAt: Readonly<Ref<string | undefined>>
  /** Fields that somebody else changed meanwhile too, until they are settled. */
  contested: Readonly<Ref<readonly Contest[]>>
  /** Keeps what was typed, or takes what is saved now. */
  settleContest(unit: string, side: 'mine' | 'theirs'): void
  /** Puts the form back to the record and forgets the draft. */
  discard(): Promise<void>
  /** Shows all errors from now on; true when nothing holds the form up. */
  attempt(): boolean
}

interface EditFormOptions<F extends object> {
  drafts: HostClient['drafts']
  /** Key of the draft, e.g. `customer:new`. */
  draftKey: string
  /** The record as a form, or the defaults of a new one; undefined while it loads. Followed as it changes. */
  source: () => F | undefined
  check: (form: F) => FieldIssue[]
  /** A new record: nothing is warned about before something has been typed. */
  isNew?: boolean
  /** Fields that are settled together when somebody else changed them too; by default each on its own. */
  unitOf?: UnitOf<F>
  /** Name and value of a unit in words. */
  describe?: (unit: string, form: F) => { label: string; text: string }
}

/** One form: what was typed, what is wrong with it, its draft, and the record it edits as that moves on. */
export function useEditForm<F extends object>({
  drafts,
  draftKey,
  source,
  check,
  isNew = false,
  unitOf = String,
  describe = (unit, values) => ({
    label: unit,
    text: keysOfUnit(values, unit, unitOf)
      .map((key) => String(values[key]))
      .join(', '),
  }),
}: EditFormOptions<F>) {
  const form = shallowRef<F>()
  const base = shallowRef<F>()
  const touched = reactive(new Set<string>())
  const attempted = ref(false)
  const refused = shallowRef<readonly FieldIssue[]>([])
  const restoredAt = shallowRef<string>()
  const disputed = shallowRef<readonly string[]>([])
  const draft = useDraft<F>(drafts, draftKey)
  const { unreadPaths, forgetUnread } = useUnreadFields()

  const changed = computed(() => (form.value && base.value ? changedKeys(base.value, form.value) : []))
  const isDirty = computed(() => changed.value.length > 0)
  const issues = computed(() => (form.value ? [...check(form.value), ...refused.value] : []))
  const byField = computed(() => issuesByField(issues.value))
  const isWarned = computed(() => !isNew || isDirty.value || attempted.value)
  /** A field whose text could not be taken is one thing to mend, whatever the rules say of its empty value. */
  const errorCount = computed(() => {
    const isTold = (path: string | undefined) => path !== undefined && byField.value.get(path)?.error
    return countErrors(issues.value) + unreadPaths.value.filter((path) => !isTold(path)).length
  })
  /** A unit that was typed to the same value since is settled by that. */
  const contested = computed((): Contest[] => {
    const [mine, theirs] = [form.value, base.value]
    if (!mine || !theirs) return []
    const apart = new Set(changed.value.map(unitOf))
    return disputed.value
      .filter((unit) => apart.has(unit))
      .map((unit) => {
        const { label, text } = describe(unit, mine)
        return { unit, label, mine: text, theirs: describe(unit, theirs).text }
      })
  })

  const begin = (next: F) => {
    form.value = reactive(copyForm(next)) as F
    base.value = copyForm(next)
  }

  const dispute = (units: readonly string[]) => (disputed.value = [...new Set([...disputed.value, ...units])])

  let isLoading = false
  async function start(first: F) {
    if (isLoading) return
    isLoading = true
    const left = await draft.load()
    const current = source() ?? first
    begin(left ? rebase(left.base, left.mine, current, unitOf) : current)
    base.value = copyForm(current)
    if (left) dispute([...(left.contested ?? []), ...contestedUnits(left.base, left.mine, current, unitOf)])
    if (left && isDirty.value) restoredAt.value = draft.savedAt.value
    isLoading = false
  }

  // The record may change under the form: by this person's other window, another desktop, or undo.
  const stopSource = watch(
    source,
    (current) => {
      if (!current) return
      if (!form.value || !base.value) {
        void start(current)
        return
      }
      dispute(contestedUnits(base.value, toRaw(form.value), current, unitOf))
      const mine = rebase(base.value, toRaw(form.value), current, unitOf)
      base.value = copyForm(current)
      Object.assign(form.value, copyForm(mine))
    },
    { immediate: true },
  )

  let isSettled = false
  const stopForm = watch(
    () => form.value && JSON.stringify([form.value, disputed.value]),
    () => {
      refused.value = []
      if (isSettled || isLoading || !form.value || !base.value) return
      if (isDirty.value) draft.put({ base: base.value, mine: form.value, contested: disputed.value })
      else void draft.remove()
    },
  )
  onScopeDispose(() => {
    stopSource()
    stopForm()
  })

  provide(formMessagesKey, {
    messagesOf(path) {
      const { error, warning } = byField.value.get(path) ?? {}
      const isShown = attempted.value || touched.has(path) || refused.value.some((issue) => issue === error)
      return { ...(error && isShown && { error }), ...(warning && isWarned.value && { warning }) }
    },
    touch: (path) => touched.add(path),
  })

  return {
    form,
    base,
    isDirty,
    issues,
    errorCount,
    attempted,
    restoredAt,
    contested,
    settleContest(unit: string, side: 'mine' | 'theirs') {
      if (!form.value || !base.value) return
      const theirs = base.value
      const taken = side === 'theirs' ? keysOfUnit(theirs, unit, unitOf) : []
      for (const key of taken) form.value[key] = copyForm(theirs[key])
      disputed.value = disputed.value.filter((one) => one !== unit)
    },
    async discard() {
      const current = source()
      if (current) begin(current)
      forgetUnread()
      touched.clear()
      attempted.value = false
      disputed.value = []
      restoredAt.value = undefined
      await draft.remove()
    },
    attempt(): boolean {
      attempted.value = true
      return errorCount.value === 0
    },
    /** Issues that only the host found; shown until the form is changed. */
    refuse: (fields: readonly FieldIssue[]) => (refused.value = fields),
    /** After saving: the draft has served. */
    async settle() {
      isSettled = true
      await draft.remove()
    },
  }
}
