import { computed, useId, type ComputedRef } from 'vue'

/** What every field takes. `error` says what is wrong, where, and how to mend it. */
export type FieldProps = {
  label: string
  hint?: string | undefined
  error?: string | undefined
  required?: boolean
  disabled?: boolean
}

type FieldIds = {
  readonly id: string
  readonly hintId: string
  readonly errorId: string
  /** Ids of the notes that are on the screen now, for `aria-describedby`. */
  readonly describedBy: ComputedRef<string | undefined>
}

/** Ties a control to its label, hint and error, so that a screen reader says all three. */
export function useField(props: FieldProps): FieldIds {
  const id = useId()
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const describedBy = computed(() => {
    const ids = [...(props.hint ? [hintId] : []), ...(props.error ? [errorId] : [])]
    return ids.length > 0 ? ids.join(' ') : undefined
  })
  return { id, hintId, errorId, describedBy }
}
