import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { assertNever } from '@onetrip/shared/lib/result'
import type { Overtaken } from '../../db/commands'
import { giveUp, giveUpWithoutCopy } from '../../stores/giveUp'
import { giveUpLost, giveUpLostOfApplication, type GivenUpLost } from '../../stores/giveUpLost'
import { useCasesStore } from '../../stores/cases'
import { useIntakeStore } from '../../stores/intake'
import type { NotBegun } from '../../stores/intakeSteps'
import type { ParkedOperation } from '../../stores/settle'
import { useTablet } from '../../stores/tablet'
import { useWords } from '../../words/useWords'

type WhyNot = Exclude<NotBegun['kind'], 'absent'> | Overtaken

/** Puts on record why something is given up. Each answers undefined when it is, else why it is not, in words. */
export function useGiveUp() {
  const tablet = useTablet()
  const intake = useIntakeStore()
  const cases = useCasesStore()
  const { t } = useWords()

  async function giveUpParked(
    catalogue: Catalogue,
    word: { readonly parked: ParkedOperation; readonly because: string },
  ): Promise<string | undefined> {
    const { caseId } = word.parked.entry
    const given = await intake.takeStep(caseId, (draft) => giveUp(tablet, catalogue, { ...word, draft }))
    if (given.ok) return undefined
    if (given.error.kind !== 'absent') return sayWhyNot(given.error.kind)
    const withoutCopy = await giveUpWithoutCopy(tablet, catalogue, word)
    return withoutCopy.ok ? undefined : sayWhyNot(withoutCopy.error.kind)
  }

  async function giveUpLostStep(catalogue: Catalogue, word: GivenUpLost): Promise<string | undefined> {
    const { caseId } = word.step
    // Whether the server has the case decides what becomes of the application.
    if (cases.state !== 'ready') return t('queue.lost.notNow')
    const isUnknownToServer = cases.unreadable === 0 && !cases.rowByCaseId.has(caseId)
    const given = await intake.takeStep(caseId, (draft) =>
      giveUpLostOfApplication(tablet, catalogue, { ...word, draft, isUnknownToServer }),
    )
    if (given.ok) return undefined
    if (given.error.kind !== 'absent') return sayOfLost(given.error.kind)
    const withoutCopy = await giveUpLost(tablet, catalogue, word)
    return withoutCopy.ok ? undefined : sayOfLost(withoutCopy.error)
  }

  const sayOfLost = (kind: WhyNot): string => (kind === 'overtaken' ? t('queue.lost.changed') : sayWhyNot(kind))

  function sayWhyNot(kind: WhyNot): string {
    switch (kind) {
      case 'not-saved':
        return t('intake.check.notSavedText')
      case 'not-ours':
      case 'overtaken':
        return t('intake.taken.text')
      default:
        return assertNever(kind)
    }
  }

  return { giveUpParked, giveUpLostStep }
}
