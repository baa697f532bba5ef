import { defineConfig, mergeConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { appConfig } from './vite.common.config.ts'

const name = '最多跑一次 OneTrip'

export default defineConfig(
  mergeConfig(appConfig({ name: 'agent', base: '/agent/', page: 'agent/index.html', target: 'chrome120' }), {
    plugins: [
      VitePWA({
        strategies: 'injectManifest',
        srcDir: 'src/sw',
        filename: 'sw.ts',
        injectManifest: {
          // A worker that is no module: what loads pieces late would otherwise ask for `import.meta`.
          rollupFormat: 'iife',
          // The plugin adds the manifest and its icons by itself.
          globPatterns: ['**/*.{js,css,html}', 'favicon.svg'],
        },
        scope: '/agent/',
        registerType: 'prompt',
        // Registered from code (app/agent/useUpdates.ts): an injected script would be inline.
        injectRegister: false,
        manifest: {
          id: '/agent/',
          name,
          short_name: '最多跑一次',
          lang: 'zh-CN',
          start_url: '/agent/',
          scope: '/agent/',
          display: 'standalone',
          background_color: '#ffffff',
          theme_color: '#ffffff',
          icons: [
            { src: 'icons/app.svg', sizes: 'any', type: 'image/svg+xml' },
            { src: 'icons/app-192.png', sizes: '192x192', type: 'image/png' },
            { src: 'icons/app-512.png', sizes: '512x512', type: 'image/png' },
            { src: 'icons/app-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          ],
        },
      }),
    ],
  }),
)
