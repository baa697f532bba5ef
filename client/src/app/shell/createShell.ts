import { createPinia } from 'pinia'
import { createApp, type App, type Component } from 'vue'
import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'
import * as z from 'zod/mini'
import '../../ui/tokens.css'
import '../../ui/base.css'
import { createToasts, TOASTS } from '../../ui/toasts'
import { WORDS, type Words } from '../../words/useWords'
import { followRoute } from './followRoute'
import { openWords } from './openWords'
import { catchTroubles, createTroubles, TROUBLES } from './trouble'

type ShellParts = {
  readonly root: Component
  /** The path under which the server mounts the app. */
  readonly base: string
  readonly routes: readonly RouteRecordRaw[]
}

type Shell = { readonly app: App; readonly router: Router; readonly words: Words }

/**
 * What all three apps stand on: words, toasts, stores, routes, and one notice for what nobody expected. The caller
 * provides its own parts and mounts.
 */
export async function createShell({ root, base, routes }: ShellParts): Promise<Shell> {
  // zod would try `new Function` to find out whether it may; the CSP forbids the question.
  z.config({ jitless: true })
  const words = await openWords()
  const router = createRouter({
    history: createWebHistory(base),
    routes: [
      ...routes,
      {
        path: '/:rest(.*)*',
        component: () => import('./NotFoundPage.vue'),
        meta: { titleKey: 'common.notFound.title' },
      },
    ],
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is still experimental
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
  followRoute(router, words)
  const troubles = createTroubles((error) => console.error(error))
  const app = createApp(root)
  // Before the router: its first page may be missing.
  catchTroubles({ app, router, page: window }, troubles)
  app.use(createPinia()).use(router)
  app.provide(WORDS, words).provide(TOASTS, createToasts()).provide(TROUBLES, troubles)
  return { app, router, words }
}
