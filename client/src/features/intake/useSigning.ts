import { nextTick, ref, watch, type Ref } from 'vue'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { findApplicant } from '@onetrip/shared/case/party'
import { shownText } from '@onetrip/shared/case/shownText'
import type { PartyId } from '@onetrip/shared/lib/ids'
import { masterOf } from '../../scan/makeMaster'
import { useIntakeStore } from '../../stores/intake'
import { hashShown } from '../../stores/shownHash'
import { useTablet } from '../../stores/tablet'
import { without } from '../../stores/without'
import type { DrawnSignature } from '../../ui/drawnSignature'
import { useIntake } from './intakeContext'

export type Signing = {
  /** From the end of a stroke until it is on the disk. */
  readonly isKeeping: Readonly<Ref<boolean>>
  /** A name takes many strokes: each is kept, and the pad stays until the person leaves. */
  readonly isPadOpen: Readonly<Ref<boolean>>
  /** Changes when the pad must be clean. */
  readonly padKey: Readonly<Ref<number>>
  /** What was shown has changed since it was signed. */
  readonly isOutdated: Readonly<Ref<boolean>>
  /** Undefined: the pad was cleared. */
  readonly sign: (drawn: DrawnSignature | undefined) => void
  readonly signAgain: () => void
}

/** Keeps what is drawn, bound by hash to the words under which it was drawn. */
export function useSigning(): Signing {
  const tablet = useTablet()
  const store = useIntakeStore()
  const { draft, catalogue, change } = useIntake()
  const isKeeping = ref(false)
  const isPadOpen = ref(!draft.value.signature)
  const padKey = ref(0)
  const isOutdated = ref(false)
  const own = { strokes: 0, isUnsigning: false }

  // Something that was shown has changed: the store took the signature off, and the pad must be clean.
  watch(
    () => draft.value.signature,
    (signature, before) => {
      if (!signature && before && !own.isUnsigning) askAgain()
    },
  )

  function openPad(): void {
    isPadOpen.value = true
    padKey.value += 1
  }

  function askAgain(): void {
    isOutdated.value = true
    openPad()
  }

  /** Should the words change meanwhile, nobody has signed them. */
  async function keep({ jpeg }: DrawnSignature, partyId: PartyId): Promise<void> {
    const nth = own.strokes
    const shown = draft.value
    const text = shownText(shown, catalogue.value)
    isKeeping.value = true
    try {
      const master = await masterOf(jpeg, 'image/jpeg', tablet)
      const shownHash = await hashShown(tablet, shown, catalogue.value)
      // A later stroke is on its way: its picture has this one, too.
      if (nth !== own.strokes) return
      const signature = { partyId, level: 'S1', image: master.ref, shownHash, signedAt: tablet.clock() } as const
      const isSame = (now: IntakeDraft): boolean => shownText(now, catalogue.value) === text
      isOutdated.value = false
      if (!store.change(shown.caseId, (now) => (isSame(now) ? { ...now, signature } : now), [master])) askAgain()
      await store.written()
    } finally {
      if (nth === own.strokes) isKeeping.value = false
    }
  }

  /** Our own change, not one of what was shown. */
  function unsign(): void {
    own.isUnsigning = true
    isKeeping.value = false
    change((before) => without(before, 'signature'))
    void nextTick(() => {
      own.isUnsigning = false
    })
  }

  return {
    isKeeping,
    isPadOpen,
    padKey,
    isOutdated,
    sign: (drawn) => {
      own.strokes += 1
      const applicant = findApplicant(draft.value.parties)
      if (!drawn) unsign()
      else if (applicant) void store.during(draft.value.caseId, keep(drawn, applicant.partyId))
    },
    signAgain: () => {
      unsign()
      openPad()
    },
  }
}
