import { assertNever } from '@onetrip/shared/lib/result'
import { instantFromMs } from '@onetrip/shared/lib/time'
import { RESERVE_BYTES } from '../../stores/proveSpace'
import type { Finding } from '../../stores/readiness'
import { bytesWords } from '../../words/bytesWords'
import type { Words } from '../../words/useWords'

/** What a line of the check says: how it stands, and where it is not met, how to mend it. */
export function describeFinding(finding: Finding, words: Words): string {
  const { t, formatDateTime } = words
  const timeOf = (ms: number): string => formatDateTime(instantFromMs(ms))
  switch (finding.check) {
    case 'installed':
      return t(`readiness.installed.${finding.is}`)
    case 'kept':
      return t(`readiness.kept.${finding.is}`)
    case 'space':
      return describeSpace(finding, timeOf, words)
    case 'clock':
      return 'minutes' in finding
        ? t(`readiness.clock.${finding.is}`, { count: finding.minutes })
        : t(`readiness.clock.${finding.is}`)
    case 'catalogue':
      return finding.is === 'never'
        ? t('readiness.catalogue.never')
        : t(`readiness.catalogue.${finding.is}`, { time: timeOf(finding.atMs) })
    case 'envelope-key':
      return t(`readiness.envelope-key.${finding.is}`)
    case 'device-key':
      return t(`readiness.device-key.${finding.is}`)
    case 'stuck':
      return finding.is === 'met' ? t('readiness.stuck.met') : t('readiness.stuck.some', { count: finding.count })
    default:
      return assertNever(finding)
  }
}

type Space = Extract<Finding, { check: 'space' }>

function describeSpace(finding: Space, timeOf: (ms: number) => string, words: Words): string {
  const { t } = words
  switch (finding.is) {
    case 'met':
    case 'old':
      return t(`readiness.space.${finding.is}`, { time: timeOf(finding.atMs), bytes: bytesWords(finding.bytes, words) })
    case 'never':
      return t('readiness.space.never', { bytes: bytesWords(RESERVE_BYTES, words) })
    case 'full':
      return t('readiness.space.full')
    default:
      return assertNever(finding)
  }
}
