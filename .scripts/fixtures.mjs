import { readFileSync } from 'node:fs'
import { inRoot, refusal } from './root.mjs'
import { runProject } from './vitest.mjs'

/**
 * `npm run fixtures -- --add protocol-1/<name>`: records what is new, or takes it from a file (`--from`). What is
 * published is never written again. The pin is moved by hand: who re-records something has to touch one that stands.
 */
export async function fixtures(words) {
  const [add, name, from, file, ...rest] = words
  const isRight = add === '--add' && /^[\w-]+[/][\w-]+$/.test(name ?? '') && rest.length === 0
  if (!isRight || (from !== undefined && (from !== '--from' || file === undefined))) {
    throw refusal('npm run fixtures -- --add <folder>/<name> [--from <file.json>] (CONTRIBUTING.md)')
  }
  const env = { ONETRIP_FIXTURE: name, ONETRIP_FIXTURE_FROM: file ?? '' }
  const { ok } = await runProject('fixtures', { isAloud: true, env })
  if (!ok) throw refusal('fixtures: nothing was recorded')
  const pin = pinOf(readFileSync(inRoot('shared', 'fixtures', 'published.txt'), 'utf8'))
  console.log(`After the last of this publication, add ${pin} to PUBLICATIONS in shared/src/wire/published.test.ts.`)
}

/** What holds the list as it is now: how many lines, and the chain of the last. */
export function pinOf(list) {
  const lines = list.trimEnd().split('\n')
  return `[${lines.length}, '${lines.at(-1).split(' ')[0]}']`
}
