import type { DeliveryChoice } from '@onetrip/shared/case/content'
import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import type { Party } from '@onetrip/shared/case/party'
import { answerWords } from '../../words/answerWords'
import { ROLE_KEYS, type Named } from '../../words/placeLabel'
import type { Words } from '../../words/useWords'

type Fact = { readonly term: string; readonly value: string }

/** Everything the applicant states, to be read before signing: as typed, nothing shortened. */
export function summaryOf(draft: IntakeDraft, named: Named, words: Words): Fact[] {
  const { t } = words
  return [
    { term: t('intake.item.chosen'), value: named.items.map((item) => item.name).join('\n') },
    { term: t('intake.item.capacity'), value: draft.capacity ? t(`intake.item.${draft.capacity}`) : '' },
    ...draft.parties.map((party) => ({ term: t(ROLE_KEYS[party.role]), value: partyLines(party) })),
    ...named.form.fields.map(({ field }) => ({
      term: field.label,
      value: answerWords(field, draft.fields[field.id], words),
    })),
    ...(draft.delivery ? [{ term: t('intake.delivery.mode'), value: deliveryLines(draft.delivery, words) }] : []),
  ]
}

const partyLines = ({ name, idNumber, mobile, address }: Party): string =>
  [name, idNumber, mobile, address].filter(Boolean).join('\n')

function deliveryLines(delivery: DeliveryChoice, { t }: Words): string {
  if (delivery.mode === 'pick-up') return t('intake.delivery.pickUp')
  const { recipient, mobile, province, city, county, address } = delivery
  return [t('intake.delivery.courier'), `${recipient} ${mobile}`, `${province}${city}${county}${address}`].join('\n')
}
