import { defineConfig } from 'vite'
import { appConfig } from './vite.common.config.ts'

// Residents bring their own phones: what browsers have widely had for two and a half years, not what ours have.
export default defineConfig(
  appConfig({ name: 'resident', base: '/', page: 'index.html', target: 'baseline-widely-available' }),
)
