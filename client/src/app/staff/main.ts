import { createShell } from '../shell/createShell'
import App from './App.vue'
import { routes } from './routes'

const { app } = await createShell({ root: App, base: '/staff/', routes })
app.mount('#app')
