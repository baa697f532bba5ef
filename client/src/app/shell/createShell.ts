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

type ShellParts = {
  readonly root: Component
  /** The path under which the server mounts the app. */
  readonly base: string
  readonly routes: readonly RouteRecordRaw[]
}

type Shell = { readonly app: App; readonly router: Router; readonly words: Words }

/** What all three apps stand on: words, toasts, stores and routes. The caller provides its own parts and mounts. */
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
  const app = createApp(root).use(createPinia()).use(router).provide(WORDS, words).provide(TOASTS, createToasts())
  return { app, router, words }
}
