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
  {
    path: '/passphrase',
    component: () => import('../../features/unlock/ChangePassphrasePage.vue'),
    meta: { titleKey: 'unlock.change.title' },
  },
  {
    path: '/rescue',
    component: () => import('../../features/rescue/RescuePage.vue'),
    meta: { titleKey: 'rescue.title' },
  },
  {
    path: '/readiness',
    component: () => import('../../features/readiness/ReadinessPage.vue'),
    meta: { titleKey: 'readiness.title' },
  },
  {
    path: '/acknowledgements',
    component: () => import('../../features/queue/AcknowledgementsPage.vue'),
    meta: { titleKey: 'acknowledgements.title' },
  },
  {
    path: '/merge/:opId',
    component: () => import('../../features/merge/MergePage.vue'),
    props: true,
    meta: { titleKey: 'merge.title' },
  },
  { path: '/queue', component: () => import('../../features/queue/QueuePage.vue'), meta: { titleKey: 'queue.title' } },
]
