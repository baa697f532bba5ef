/** Put in by the build (vite.common.config.ts). */
declare const __APP_VERSION__: string

/** Which app this is, as the release names it. */
export const APP_VERSION = __APP_VERSION__
