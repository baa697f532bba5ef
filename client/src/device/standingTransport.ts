import type { DeviceReport, DeviceStanding } from '@onetrip/shared/wire/device'
import type { SyncTransport } from '../sync/transport'

export type StandingDeps = {
  readonly readReport: () => Promise<DeviceReport>
  /** Told after each pull, before anything of it is stored. */
  readonly onStanding: (standing: DeviceStanding | undefined) => Promise<void>
}

/**
 * A transport that says with each pull how the tablet is, and hears whether it is still wanted. A revoked one takes in
 * nothing new, whatever came; pushing and uploading go on as before. [SYNC-R18]
 */
export const standingTransport = (
  transport: SyncTransport,
  { readReport, onStanding }: StandingDeps,
): SyncTransport => ({
  ...transport,
  pull: async (input) => {
    const reply = await transport.pull({ ...input, device: await readReport() })
    if (reply.kind !== 'answer') return reply
    const { answer } = reply
    await onStanding(answer.standing)
    if (answer.standing === undefined) return reply
    return { kind: 'answer', answer: { ...answer, changes: [], cursors: input.cursors, hasMore: false } }
  },
})
