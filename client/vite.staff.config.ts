import { defineConfig } from 'vite'
import { appConfig } from './vite.common.config.ts'

export default defineConfig(
  appConfig({ name: 'staff', base: '/staff/', page: 'staff/index.html', target: 'chrome120' }),
)
