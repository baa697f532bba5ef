import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { refusal } from './root.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const MAC_APP = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
/** Without a font that has Chinese, every page would be a page of empty boxes. */
const DEBIAN_PACKAGES = ['chromium', 'fonts-noto-cjk']

/** The browser for the story and the figures: CHROMIUM_PATH, else on PATH, else installed where we may (root on Debian). */
export function getChromium() {
  const found = findChromium()
  if (found) return found
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log(`no Chromium found; installing ${DEBIAN_PACKAGES.join(' and ')} with apt-get …`)
    aptGet(['update'])
    aptGet(['install', '--yes', '--no-install-recommends', ...DEBIAN_PACKAGES])
    const installed = findChromium()
    if (installed) return installed
  }
  throw refusal(
    'This needs Chromium: install it with your system’s package manager, or set CHROMIUM_PATH to its program.',
  )
}

export function findChromium(env = process.env) {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...candidates, MAC_APP].find(isProgram)
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function aptGet(words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['--quiet', ...words], { env, stdio: 'inherit' })
}
