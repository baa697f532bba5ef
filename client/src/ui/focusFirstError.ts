import { nextTick } from 'vue'

/** After a form was checked: puts the person at the first field that needs mending. */
export async function focusFirstError(form: HTMLElement | null): Promise<void> {
  await nextTick()
  const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"]')
  const control = wrong?.matches('fieldset') ? wrong.querySelector<HTMLElement>('input') : wrong
  control?.focus()
}
