import { router } from '../routers/trpc'
import { caseRouter } from '../routers/case/router'
import { deviceRouter } from '../routers/device/router'
import { dispatchRouter } from '../routers/dispatch/router'
import { inboxRouter } from '../routers/inbox/router'
import { recoveryRouter } from '../routers/recovery/router'
import { sessionRouter } from '../routers/session/router'
import { syncRouter } from '../routers/sync/router'
import { taskRouter } from '../routers/task/router'
import { trackRouter } from '../routers/track/router'

/** Everything that an app can call. The three doors serve the same router; the policy says what opens at which. */
export const appRouter = router({
  session: sessionRouter,
  sync: syncRouter,
  case: caseRouter,
  inbox: inboxRouter,
  task: taskRouter,
  dispatch: dispatchRouter,
  device: deviceRouter,
  track: trackRouter,
  recovery: recoveryRouter,
})

export type AppRouter = typeof appRouter
