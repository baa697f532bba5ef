import { computed, nextTick, onMounted, provide, ref, type ComputedRef } from 'vue'
import { INTAKE_STEPS, type IntakeDraft, type IntakeStep } from '@onetrip/shared/case/intakeDraft'
import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { dateIn } from '@onetrip/shared/lib/time'
import type { OutboxEntry } from '../../db/outboxEntry'
import { formOf, itemsOf } from '../../stores/draftForm'
import { useIntakeStore } from '../../stores/intake'
import type { Alter } from '../../stores/intakeWork'
import { checkDraft } from '../../stores/prepareContent'
import { useTablet } from '../../stores/tablet'
import type { Step } from '../../ui/step'
import { useWords } from '../../words/useWords'
import { askedPoints } from './askedPoints'
import { INTAKE, type IntakeContext } from './intakeContext'
import { findIssues } from './issues'

export type IntakeFlow = IntakeContext & {
  readonly steps: ComputedRef<readonly Step[]>
  readonly previous: ComputedRef<IntakeStep | undefined>
  readonly next: ComputedRef<IntakeStep | undefined>
}

/** The way through one intake: its steps, what is still open, and how to get from one place to another. */
export function useIntakeFlow(
  draft: ComputedRef<IntakeDraft>,
  catalogue: ComputedRef<Catalogue>,
  parked: ComputedRef<OutboxEntry | undefined>,
): IntakeFlow {
  const tablet = useTablet()
  const store = useIntakeStore()
  const words = useWords()
  // Steps that were left once: only there is a missing answer called missing.
  const left = ref<ReadonlySet<IntakeStep>>(new Set(INTAKE_STEPS.slice(0, INTAKE_STEPS.indexOf(draft.value.step))))

  const items = computed(() => itemsOf(draft.value.items, catalogue.value))
  const form = computed(() => formOf(draft.value, catalogue.value))
  const named = computed(() => ({ items: items.value, parties: draft.value.parties, form: form.value }))
  const issues = computed(() =>
    findIssues(draft.value, checkDraft(tablet, catalogue.value, draft.value), named.value, words),
  )
  const asked = computed(() => askedPoints(draft.value, named.value, words))
  const at = computed(() => INTAKE_STEPS.indexOf(draft.value.step))

  const change = (alter: Alter): void => void store.change(draft.value.caseId, alter)

  async function goTo(step: IntakeStep, anchor?: string): Promise<void> {
    left.value = new Set([...left.value, draft.value.step])
    if (step !== draft.value.step) change((before) => ({ ...before, step }))
    await nextTick()
    // The stepper brings itself into view in this tick: what was asked for comes after it.
    await nextTick()
    if (anchor) showPart(anchor)
    else document.querySelector<HTMLElement>('main h2')?.focus()
  }

  const context: IntakeContext = {
    draft,
    catalogue,
    today: computed(() => dateIn(catalogue.value.district.timeZone, tablet.clock())),
    items,
    form,
    parked,
    issues,
    asked,
    errorAt: (anchor) => {
      const here = issues.value.filter((issue) => issue.anchor === anchor)
      return here.find((issue) => !issue.isMissing || left.value.has(issue.step))?.sentence
    },
    askedAt: (anchor) => {
      const here = asked.value.filter((point) => point.anchor === anchor)
      return here.length > 0 ? here.map((point) => point.words).join(' ') : undefined
    },
    goTo: (step, anchor) => void goTo(step, anchor),
    change,
  }
  provide(INTAKE, context)

  // An answer that is opened at its end begins with what nobody has touched yet. The router scrolls first.
  const untouched = computed(() => asked.value.filter((point) => point.isUntouched))
  onMounted(() => {
    const [first] = draft.value.step === 'check' ? untouched.value : []
    if (first) requestAnimationFrame(() => void goTo(first.step, first.anchor))
  })

  const stateOf = (step: IntakeStep): Step['state'] => {
    if (untouched.value.some((point) => point.step === step)) return 'problem'
    if (!left.value.has(step) && step !== 'check') return 'todo'
    if (step === 'check') return 'todo'
    return issues.value.some((issue) => issue.step === step) ? 'problem' : 'done'
  }
  return {
    ...context,
    steps: computed(() =>
      INTAKE_STEPS.map((step) => ({ value: step, label: words.t(`intake.step.${step}`), state: stateOf(step) })),
    ),
    previous: computed(() => INTAKE_STEPS[at.value - 1]),
    next: computed(() => INTAKE_STEPS[at.value + 1]),
  }
}

/** Brings a part to the eye and its first control under the finger. */
function showPart(anchor: string): void {
  const part = document.getElementById(anchor)
  part?.scrollIntoView({ block: 'center' })
  const control = part?.querySelector<HTMLElement>('input, select, textarea, button, summary') ?? part
  control?.focus({ preventScroll: true })
}
