import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import type { ShownDocument } from '@onetrip/shared/wire/inbox'
import type { Words } from './useWords'

/** A written act by the title that stands on it. */
export const documentName = (kind: ShownDocument['kind'], { type }: Pick<ServiceItem, 'type'>, { t }: Words): string =>
  kind === 'denial' && type === 'licence' ? t('case.denialOfLicence') : t(`case.document.${kind}`)
