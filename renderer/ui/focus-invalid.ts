import { nextTick } from 'vue'

/** Goes to the first field that is marked wrong, once what was tried is drawn. */
export async function focusInvalid(form: HTMLElement | null): Promise<void> {
  await nextTick()
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}
