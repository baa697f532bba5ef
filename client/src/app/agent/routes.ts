import type { RouteRecordRaw } from 'vue-router'

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/',
    component: () => import('../../features/sign-in/SignInPage.vue'),
    props: { audience: 'agent', state: { kind: 'idle' } },
    meta: { titleKey: 'signIn.agentTitle' },
  },
]
