import { canonicalJson } from '../lib/canonicalJson'
import type { Catalogue } from '../catalogue/catalogue'
import type { IntakeNotice } from '../catalogue/intakeNotice'
import type { ItemRef } from '../catalogue/serviceItem'
import type { CaseContent, DeliveryChoice } from './content'
import type { Party } from './party'

/** What an application or a content states; of a draft, parts may still be absent. */
export type Stated = {
  readonly items: readonly ItemRef[]
  readonly theme?: { readonly themeCode: string; readonly version: number } | undefined
  readonly capacity?: CaseContent['capacity'] | undefined
  readonly parties: readonly Party[]
  readonly fields: Readonly<CaseContent['fields']>
  readonly delivery?: DeliveryChoice | undefined
  readonly notice?: Omit<CaseContent['notice'], 'shownAt'> | undefined
}

type Notices = Pick<Catalogue, 'notices'>

/** The notice as it was shown; undefined where the catalogue does not have that version. */
export const findShownNotice = ({ notice }: Stated, { notices }: Notices): IntakeNotice | undefined =>
  notices.find((one) => one.noticeCode === notice?.noticeCode && one.version === notice.version)

/**
 * What the applicant sees and signs, as canonical JSON: the notice and everything stated, but no papers. A better photo
 * of a paper needs no new signature; a changed statement does. Same on tablet and server; its SHA-256 is
 * `Signature.shownHash`, so another form of it would make every signature look like one on other words.
 */
export function shownText(stated: Stated, notices: Notices): string {
  const { items, theme, capacity, parties, fields, delivery } = stated
  const told = findShownNotice(stated, notices)
  return canonicalJson({
    notice: told && { title: told.title, paragraphs: told.paragraphs },
    items: items.map(({ itemCode, version }) => ({ itemCode, version })),
    theme: theme && { themeCode: theme.themeCode, version: theme.version },
    capacity,
    parties: parties.map(({ role, name, idType, idNumber, mobile, address }) => ({
      role,
      name,
      idType,
      idNumber,
      mobile,
      address,
    })),
    fields,
    delivery: delivery && statedDelivery(delivery),
  })
}

function statedDelivery(delivery: DeliveryChoice): DeliveryChoice {
  if (delivery.mode === 'pick-up') return { mode: 'pick-up' }
  const { mode, recipient, mobile, province, city, county, address } = delivery
  return { mode, recipient, mobile, province, city, county, address }
}
