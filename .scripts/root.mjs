import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The project's folder. Looked for, because these modules are also bundled into `e2e/dist` and `bench/dist`. */
export const root = findRoot(import.meta.dirname)

function findRoot(folder) {
  return existsSync(join(folder, 'pnpm-workspace.yaml')) ? folder : findRoot(dirname(folder))
}

/** Absolute path of something in the project. */
export const inRoot = (...parts) => join(root, ...parts)

/** The file behind a command of a package that one of our packages (`.` is the root) depends on. */
export function commandOf(name, command = name, from = '.') {
  const folder = inRoot(from, 'node_modules', name)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof bin === 'string' ? bin : bin[command])
}

/** Thrown where the sentence is all that a person at the terminal needs. */
export function refusal(sentence) {
  return Object.assign(new Error(sentence), { name: 'Refusal' })
}
