import type { DeviceLine } from '@onetrip/shared/wire/device'
import { bytesWords } from '../../words/bytesWords'
import type { Words } from '../../words/useWords'

/** One tablet as its row says it. */
export type ShownDevice = {
  readonly line: DeviceLine
  readonly registered: string
  readonly contact: string
  readonly version: string
  /** How much waits on the tablet, by its own word. */
  readonly unsent: string
  readonly unsentSince: string | undefined
}

export function shownDevice(line: DeviceLine, words: Words): ShownDevice {
  const { t, formatDateTime } = words
  const { lastContactAt, appVersion, unsentCount, unsentBytes, oldestUnsentAt } = line
  return {
    line,
    registered: formatDateTime(line.registeredAt),
    contact: lastContactAt === null ? t('devices.never') : formatDateTime(lastContactAt),
    version: appVersion ?? t('devices.unknown'),
    unsent: unsentWords({ unsentCount, unsentBytes }, words),
    unsentSince:
      oldestUnsentAt === null ? undefined : t('devices.unsentSince', { time: formatDateTime(oldestUnsentAt) }),
  }
}

function unsentWords({ unsentCount, unsentBytes }: Pick<DeviceLine, 'unsentCount' | 'unsentBytes'>, words: Words) {
  if (unsentCount === null) return words.t('devices.unknown')
  if (unsentCount === 0) return words.t('devices.nothingUnsent')
  return words.t('devices.unsent', { count: unsentCount, bytes: bytesWords(unsentBytes ?? 0, words) })
}

/** Tablets whose station or agent has all the words that were typed. */
export function findDevices(lines: readonly DeviceLine[], typed: string): readonly DeviceLine[] {
  const wanted = typed.normalize('NFKC').trim().toLowerCase().split(/\s+/).filter(Boolean)
  const textOf = ({ stationName, agentName, stationId, deviceNumber }: DeviceLine): string =>
    `${stationName} ${agentName} ${stationId} ${deviceNumber}`.toLowerCase()
  return lines.filter((line) => wanted.every((word) => textOf(line).includes(word)))
}
