import { createShell } from '../shell/createShell'
import App from './App.vue'
import { routes } from './routes'

const { app } = await createShell({ root: App, base: '/agent/', routes })
app.mount('#app')
