import workerUrl from '../../vault/argon2.worker?worker&url'
import { trustedScriptUrl } from '../shell/trustedScriptUrl'

/** Fetched with the first passphrase, and kept by the service worker like the rest of the app. */
export const startArgon2 = (): Worker => new Worker(trustedScriptUrl(workerUrl), { type: 'module' })
