import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import release from '../package.json' with { type: 'json' }
import type { Plugin, UserConfig } from 'vite'

export const clientRoot = dirname(fileURLToPath(import.meta.url))

type AppBuild = {
  readonly name: 'agent' | 'staff' | 'resident'
  /** Where the server mounts the build; the service worker's scope hangs on it. */
  readonly base: '/agent/' | '/staff/' | '/'
  /** The entry page, relative to `client/`. */
  readonly page: string
  readonly target: string | string[]
}

/** What the three builds share: separate output, hashed names, and nothing that a strict CSP would block. */
export function appConfig({ name, base, page, target }: AppBuild): UserConfig {
  return {
    root: clientRoot,
    base,
    publicDir: resolve(clientRoot, '../public'),
    plugins: [vue(), pageAtRoot(page)],
    define: {
      __APP_VERSION__: JSON.stringify(release.version),
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_I18N_FULL_INSTALL__: 'false',
      __VUE_I18N_LEGACY_API__: 'false',
      __INTLIFY_PROD_DEVTOOLS__: 'false',
    },
    build: {
      outDir: resolve(clientRoot, 'dist', name),
      emptyOutDir: true,
      target,
      // `data:` is in no list of the CSP, so nothing is inlined.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: resolve(clientRoot, page) },
    },
  }
}

/** Vite keeps a page's folder in its output path; each build has one page and it belongs at the build's root. */
function pageAtRoot(page: string): Plugin {
  return {
    name: 'page-at-root',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const html = bundle[page]
      if (html?.type !== 'asset' || page === 'index.html') return
      Reflect.deleteProperty(bundle, page)
      this.emitFile({ type: 'asset', fileName: 'index.html', source: html.source })
    },
  }
}
