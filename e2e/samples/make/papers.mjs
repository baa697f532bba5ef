import { healthCertificate, idBack, idFront } from './cards.mjs'
import { floorPlan } from './floorPlan.mjs'
import { applicationForm, householdPage, proxyLetter } from './forms.mjs'
import { leaseSignatures, leaseTerms } from './lease.mjs'
import { businessLicence } from './licence.mjs'

/** Every paper as SVG, by the name of its photo. */
export const papers = {
  'id-front': idFront,
  'id-back': idBack,
  'business-licence': businessLicence,
  'lease-300k': leaseTerms,
  'lease-signatures': leaseSignatures,
  'floor-plan': floorPlan,
  'household-page': householdPage,
  'application-form': applicationForm,
  'health-certificate': healthCertificate,
  'proxy-letter': proxyLetter,
}
