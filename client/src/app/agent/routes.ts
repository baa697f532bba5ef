import type { RouteRecordRaw } from 'vue-router'

/** The pages behind the door. Whoever is not inside sees the door, whatever the address says. */
export const routes: readonly RouteRecordRaw[] = [
  { path: '/', component: () => import('../../features/home/HomePage.vue'), meta: { titleKey: 'home.title' } },
  {
    path: '/intake/:caseId',
    component: () => import('../../features/intake/IntakePage.vue'),
    props: true,
    meta: { titleKey: 'intake.title' },
  },
  {
    path: '/cases/:caseId',
    component: () => import('../../features/cases/CasePage.vue'),
    props: true,
    meta: { titleKey: 'cases.title' },
  },
  { path: '/queue', component: () => import('../../features/queue/QueuePage.vue'), meta: { titleKey: 'queue.title' } },
]
