import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/',
    component: () => import('../../features/sign-in/SignInPage.vue'),
    props: { audience: 'staff', state: { kind: 'idle' } },
    meta: { titleKey: 'signIn.staffTitle' },
  },
  {
    path: '/kit',
    component: () => import('../kit/KitPage.vue'),
    meta: { titleKey: 'common.kitPage' },
  },
]
