export { default as FormField } from './FormField.vue'
export { default as FormNote } from './FormNote.vue'
export { changedKeys } from './form-merge.ts'
export { useEditForm, type EditFormState } from './useEditForm.ts'
