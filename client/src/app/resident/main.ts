import { createResidentApi } from '../../api/resident'
import { createServerClient } from '../../api/serverClient'
import { RESIDENT_DOOR } from '../../stores/residentDoor'
import { createShell } from '../shell/createShell'
import App from './App.vue'
import { routes } from './routes'

const { app } = await createShell({ root: App, base: '/', routes })
const api = createResidentApi(createServerClient({ app: 'resident', fetch: (url, init) => fetch(url, init) }))
app.provide(RESIDENT_DOOR, { api, isOnline: () => navigator.onLine }).mount('#app')
