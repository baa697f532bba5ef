import type { Argon2Job } from './argon2id'

/** Turns a passphrase into a key of 32 bytes; throws when it cannot be done here now. */
export type Stretch = (job: Argon2Job) => Promise<Uint8Array<ArrayBuffer>>

/** What the worker says. */
export type StretchAnswer =
  { readonly kind: 'key'; readonly key: Uint8Array<ArrayBuffer> } | { readonly kind: 'failed'; readonly why: string }

/** What is used of a worker. */
type StretchWorker = Pick<Worker, 'addEventListener' | 'postMessage' | 'terminate'>

/** A worker for each passphrase: with it, the memory goes that it was stretched in. */
export function createStretchInWorker(startWorker: () => StretchWorker): Stretch {
  return async (job) => {
    const worker = startWorker()
    try {
      return await askWorker(worker, job)
    } finally {
      worker.terminate()
    }
  }
}

function askWorker(worker: StretchWorker, job: Argon2Job): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent) => {
      // Only our own worker answers here: argon2.worker.ts.
      const answer = data as StretchAnswer
      if (answer.kind === 'key') resolve(answer.key)
      else reject(new Error(`the passphrase could not be stretched: ${answer.why}`))
    })
    worker.addEventListener('error', () => reject(new Error('the worker that stretches passphrases did not start')))
    worker.postMessage(job)
  })
}
