import { createServerClient } from '../../api/serverClient'
import { createStaffApi } from '../../api/staff'
import { createNobodysEdges } from '../../background/browserEdges'
import { checkByLibrary } from '../../envelope/checkByLibrary'
import { OPEN_PDF } from '../../features/review/pdf'
import { DESK } from '../../stores/desk'
import { RESCUE } from '../../stores/rescue'
import { useStaffSessionStore } from '../../stores/staffSession'
import { createShell } from '../shell/createShell'
import { onReturn } from '../shell/onReturn'
import App from './App.vue'
import { createDesk } from './createDesk'
import { createPdfOpener } from './openPdf'
import { routes } from './routes'

const { app } = await createShell({ root: App, base: '/staff/', routes })
const client = createServerClient({
  app: 'staff',
  fetch: (url, init) => fetch(url, init),
  findPostId: () => useStaffSessionStore().me?.postId,
})
const api = createStaffApi(client, { random: () => Math.random(), onReturn })
app
  .provide(DESK, createDesk(api))
  .provide(OPEN_PDF, createPdfOpener())
  .provide(RESCUE, createNobodysEdges(checkByLibrary))
  .mount('#app')
