import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/',
    component: () => import('../../features/track/LookUpForm.vue'),
    props: { state: { kind: 'idle' } },
    meta: { titleKey: 'track.title' },
  },
]
