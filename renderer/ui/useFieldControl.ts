import { computed, inject, provide, useId, type ComputedRef, type InjectionKey } from 'vue'

/** What a field tells the control inside it. */
export interface FieldContext {
  id: string
  describedBy: string | undefined
  invalid: boolean
  required: boolean
  /** Has the field show what its control could not take, over what its owner says; undefined ends it. */
  tell: (problem: string | undefined) => void
}

/** Props that every control of the kit has; inside a `UiField` none of them is needed. */
export interface ControlProps {
  id?: string
  /** Ids of the texts that describe the control. */
  describedBy?: string
  invalid?: boolean
  disabled?: boolean
}

export const fieldContextKey: InjectionKey<ComputedRef<FieldContext> | undefined> = Symbol('field')

/** Joins a control's own props with those of the field around it; own props win. */
export function useFieldControl(props: ControlProps) {
  const field = inject(fieldContextKey, undefined)
  const ownId = useId()
  return computed(() => ({
    id: props.id ?? field?.value.id ?? ownId,
    describedBy: props.describedBy ?? field?.value.describedBy,
    invalid: props.invalid || (field?.value.invalid ?? false),
    required: field?.value.required ?? false,
    /** Missing where no field is around the control to show it. */
    tell: field?.value.tell,
  }))
}

/** For a popup of a control: controls inside it are no part of the field around, and take neither its id nor its problem. */
export const leaveField = (): void => provide(fieldContextKey, undefined)
