import { createPageClient } from '../../api/trpcClient'
import { createStaffApi } from '../../api/staff'
import { OPEN_PDF } from '../../features/review/pdf'
import { DESK } from '../../stores/desk'
import { createShell } from '../shell/createShell'
import App from './App.vue'
import { createDesk } from './createDesk'
import { createPdfOpener } from './openPdf'
import { routes } from './routes'

const { app } = await createShell({ root: App, base: '/staff/', routes })
const api = createStaffApi(createPageClient('staff', (url, init) => fetch(url, init)))
app.provide(DESK, createDesk(api)).provide(OPEN_PDF, createPdfOpener()).mount('#app')
