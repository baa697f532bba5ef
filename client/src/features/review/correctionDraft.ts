import type { CorrectionPoint } from '@onetrip/shared/case/correction'
import { PartyRole } from '@onetrip/shared/case/party'
import { assertNever } from '@onetrip/shared/lib/result'
import type { TaskDetail } from '@onetrip/shared/wire/inbox'
import type { DraftPoint } from '../../stores/staffDrafts'
import type { Words } from '../../words/useWords'

export type Place = CorrectionPoint['at']

export const MAX_POINTS = 60
export const MAX_WORDS = 1000

/** Two places are one when they are mended at the same spot; "something else" is never the same twice. */
export function isSamePlace(a: Place, b: Place): boolean {
  switch (a.kind) {
    case 'field':
      return b.kind === 'field' && a.fieldId === b.fieldId
    case 'material':
      return b.kind === 'material' && a.materialCode === b.materialCode
    case 'party':
      return b.kind === 'party' && a.partyRole === b.partyRole
    case 'other':
      return false
    default:
      return assertNever(a)
  }
}

/** Points at a place, or takes the finger away again. */
export function togglePoint(points: readonly DraftPoint[], point: DraftPoint): DraftPoint[] {
  const others = points.filter(({ at }) => !isSamePlace(at, point.at))
  return others.length < points.length || points.length >= MAX_POINTS ? others : [...points, point]
}

/** The place by its name in the catalogue. */
export function nameOf(place: Place, { item }: TaskDetail, { t }: Words): string {
  switch (place.kind) {
    case 'field':
      return item.form.find(({ id }) => id === place.fieldId)?.label ?? place.fieldId
    case 'material':
      return item.materials.find(({ code }) => code === place.materialCode)?.name ?? place.materialCode
    case 'party': {
      const role = PartyRole.safeParse(place.partyRole)
      return role.success ? t(`case.partyRole.${role.data}`) : place.partyRole
    }
    case 'other':
      return t('review.correction.other')
    default:
      return assertNever(place)
  }
}

/** What the notice says by itself: what is wanted, and where the catalogue gives it, the ground. */
export function suggestWords(place: Place, task: TaskDetail, words: Words): string {
  const { t } = words
  const name = nameOf(place, task, words)
  switch (place.kind) {
    case 'field':
      return t(
        task.fields[place.fieldId] === undefined ? 'review.correction.asksMissingField' : 'review.correction.asksField',
        { name },
      )
    case 'material':
      return suggestMaterial(place.materialCode, task, words)
    case 'party':
      return t('review.correction.asksParty', { role: name })
    case 'other':
      return ''
    default:
      return assertNever(place)
  }
}

function suggestMaterial(code: string, { item, materials }: TaskDetail, { t }: Words): string {
  const spec = item.materials.find((one) => one.code === code)
  const name = spec?.name ?? code
  const isHere = materials.some((entry) => entry.code === code && entry.pages.length > 0)
  const sentence = isHere
    ? t('review.correction.asksMaterial', { name })
    : t('review.correction.asksMissingMaterial', { name, basis: spec?.basis ?? '' })
  return spec?.note ? t('review.correction.materialNote', { sentence, note: spec.note }) : sentence
}

/** The points as they go out: nothing empty, nothing longer than the wire takes. Undefined while one is not ready. */
export function readyPoints(points: readonly DraftPoint[]): CorrectionPoint[] | undefined {
  const trimmed = points.map(({ at, words }) => ({ at, words: words.trim() }))
  const isReady = trimmed.length > 0 && trimmed.every(({ words }) => words !== '' && words.length <= MAX_WORDS)
  return isReady ? trimmed : undefined
}
