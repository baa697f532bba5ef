import type { Failure } from '../api/reply'
import type { EngineDeps } from './engineDeps'
import { gravestOf } from './gravest'
import type { Uploader } from './upload'
import type { WaitingUpload } from './uploadQueue'

type Lanes = Pick<EngineDeps, 'lanes' | 'laneMs' | 'monotonicMs'> & { readonly uploader: Uploader }

/**
 * Sends the scans of some cases side by side, each lane one case after the other, until there are none or the time is
 * up: then words are looked for again. Gives back what went wrong with any of them; the others have gone all the same.
 */
export async function sendInLanes(
  { lanes, laneMs, monotonicMs, uploader }: Lanes,
  cases: readonly (readonly WaitingUpload[])[],
): Promise<Failure | undefined> {
  const endsAtMs = monotonicMs() + laneMs
  const isOver = (): boolean => monotonicMs() >= endsAtMs
  const waiting = [...cases]

  async function lane(): Promise<Failure | undefined> {
    for (let ofCase = waiting.shift(); ofCase; ofCase = waiting.shift()) {
      for (const scan of ofCase) {
        const failure = await sendScan(scan)
        if (failure || isOver()) return failure
      }
    }
    return undefined
  }

  async function sendScan(scan: WaitingUpload): Promise<Failure | undefined> {
    for (let upload: WaitingUpload | undefined = scan; upload;) {
      const { failure, next }: Awaited<ReturnType<Uploader['send']>> = await uploader.send(upload)
      if (failure || isOver()) return failure
      upload = next
    }
    return undefined
  }

  const sent = await Promise.allSettled(Array.from({ length: lanes }, lane))
  const thrown = sent.find((one) => one.status === 'rejected')
  if (thrown) throw thrown.reason
  return gravestOf(sent.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : [])))
}
