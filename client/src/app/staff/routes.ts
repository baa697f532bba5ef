import type { RouteRecordRaw } from 'vue-router'

/** What is shown at `/` hangs on who is signed in; an open case stands in the query (`case`, `item`: opaque ids). */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/', component: () => import('./HomePage.vue'), meta: { titleKey: 'common.staffApp' } },
  {
    path: '/rescue',
    component: () => import('../../features/rescue/DeskRescuePage.vue'),
    meta: { titleKey: 'rescue.title' },
  },
  { path: '/kit', component: () => import('../kit/KitPage.vue'), meta: { titleKey: 'common.kitPage' } },
]
