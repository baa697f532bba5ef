import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { inRoot, root } from './root.mjs'

const NOT_SOURCE = /(^|\/)(node_modules|dist|artifacts|test)$|[.]test[.](ts|mjs)$|[.]md$/

/**
 * Says in a few milliseconds whether what was built is still what the sources say: by name, size and time of change
 * of every file under `inputs`. Tests and documents are not sources of a build.
 */
export function fingerprint(inputs) {
  const hash = createHash('sha256')
  for (const input of inputs) addToHash(hash, inRoot(input))
  return hash.digest('hex')
}

function addToHash(hash, path) {
  if (!existsSync(path)) return
  const stat = statSync(path)
  if (!stat.isDirectory()) {
    hash.update(`${relative(root, path)} ${stat.size} ${stat.mtimeMs}\n`)
    return
  }
  for (const name of readdirSync(path).sort()) if (!NOT_SOURCE.test(name)) addToHash(hash, join(path, name))
}

/** Fresh: built from exactly these sources, and the result still stands where it was put. */
export function isFresh({ stamp, inputs, output }) {
  const path = inRoot(stamp)
  return existsSync(inRoot(output)) && existsSync(path) && readFileSync(path, 'utf8') === fingerprint(inputs)
}

/** A build that breaks off must not leave an older stamp behind. */
export function clearStamp({ stamp }) {
  rmSync(inRoot(stamp), { force: true })
}

export function writeStamp({ stamp }, print) {
  mkdirSync(dirname(inRoot(stamp)), { recursive: true })
  writeFileSync(inRoot(stamp), print)
}
