import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/', component: () => import('./TrackRoute.vue'), meta: { titleKey: 'track.title' } },
]
