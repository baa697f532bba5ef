import {
  REPORT_EVERY_MS,
  type DeviceReport,
  type DeviceStanding,
  type StandingAnswer,
} from '@onetrip/shared/wire/device'
import type { DeviceId } from '@onetrip/shared/lib/ids'
import type { SyncTransport } from '../sync/transport'

/** What a tablet hears of itself without a session. */
export type ToldBySignature = Pick<StandingAnswer, 'standing'>

export type StandingDeps = {
  readonly deviceId: DeviceId
  /** Never turned back. */
  readonly monotonicMs: () => number
  readonly readReport: () => Promise<DeviceReport>
  /** Told after each pull, before anything of it is stored. */
  readonly onStanding: (standing: DeviceStanding | undefined) => Promise<void>
  /** Asks without a session, by the device's signature; undefined where nobody answers. */
  readonly hearBySignature: (report: DeviceReport) => Promise<ToldBySignature | undefined>
}

/**
 * A transport that says with a pull whose it is, and once in a minute how the tablet is, and hears whether it is still
 * wanted; where nobody is signed in, by its signature. A revoked one takes in nothing new, whatever came; pushing and
 * uploading go on as before. [SYNC-R18]
 */
export function standingTransport(
  transport: SyncTransport,
  { deviceId, monotonicMs, readReport, onStanding, hearBySignature }: StandingDeps,
): SyncTransport {
  const told = { atMs: Number.NEGATIVE_INFINITY, heardAtMs: Number.NEGATIVE_INFINITY, isRevoked: false }

  async function hearSignedOut(): Promise<void> {
    if (monotonicMs() - told.heardAtMs < REPORT_EVERY_MS) return
    told.heardAtMs = monotonicMs()
    const answer = await hearBySignature(await readReport())
    if (!answer) return
    told.isRevoked = answer.standing !== undefined
    await onStanding(answer.standing)
  }

  return {
    ...transport,
    pull: async (input) => {
      // A server of before knows no other way to ask whose the tablet is, and would give a revoked one rows again.
      const isDue = told.isRevoked || monotonicMs() - told.atMs >= REPORT_EVERY_MS
      const reply = await transport.pull({ ...input, ...(isDue ? { device: await readReport() } : { deviceId }) })
      if (reply.kind === 'signed-out') await hearSignedOut()
      if (reply.kind !== 'answer') return reply
      // Not before the server has written it down: it would take the next one for too early.
      if (isDue) told.atMs = monotonicMs()
      const { answer } = reply
      told.isRevoked = answer.standing !== undefined
      await onStanding(answer.standing)
      if (answer.standing === undefined) return reply
      return { kind: 'answer', answer: { ...answer, changes: [], cursors: input.cursors, hasMore: false } }
    },
  }
}
