import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, it } from 'vitest'
import { findChromium } from './chromium.mjs'

it('finds the first browser on PATH that can be run, and obeys CHROMIUM_PATH', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onetrip-chromium-'))
  writeFileSync(join(folder, 'chromium'), '')
  writeFileSync(join(folder, 'google-chrome'), '')
  chmodSync(join(folder, 'google-chrome'), 0o755)
  const env = { PATH: ['/nowhere', folder].join(delimiter) }
  expect(findChromium(env)).toBe(join(folder, 'google-chrome'))
  expect(findChromium({ ...env, CHROMIUM_PATH: '/opt/my-chromium' })).toBe('/opt/my-chromium')
  rmSync(folder, { recursive: true })
})
