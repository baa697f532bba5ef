import { stretch, type Argon2Job } from './argon2id'
import type { StretchAnswer } from './stretchInWorker'

/*
 * Stretches one passphrase beside the page, so that it goes on moving. The answer to the request for this file alone
 * allows WebAssembly (server: app/pages.ts); the page's own rules do not.
 */
declare const self: DedicatedWorkerGlobalScope

self.addEventListener('message', (event) => {
  // Only `stretchInWorker` speaks to this worker.
  void answer(event.data as Argon2Job)
})

async function answer(job: Argon2Job): Promise<void> {
  try {
    const key = await stretch(job)
    job.passphrase.fill(0)
    self.postMessage({ kind: 'key', key } satisfies StretchAnswer, [key.buffer])
  } catch (error) {
    self.postMessage({ kind: 'failed', why: String(error) } satisfies StretchAnswer)
  }
}
