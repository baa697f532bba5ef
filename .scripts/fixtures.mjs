import { refusal } from './root.mjs'
import { runProject } from './vitest.mjs'

/**
 * `npm run fixtures -- --add protocol-1/<name>`: records what is new, or takes it from a file (`--from`). What is
 * published is never written again.
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
}
