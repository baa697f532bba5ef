import { refusal } from './root.mjs'
import { runProject } from './vitest.mjs'

/** `npm run fixtures -- --add protocol-1/<name>`: records what is new. What is published is never written again. */
export async function fixtures(words) {
  const [flag, name, ...rest] = words
  if (flag !== '--add' || !/^[\w-]+[/][\w-]+$/.test(name ?? '') || rest.length > 0) {
    throw refusal('npm run fixtures -- --add <folder>/<name>, for example protocol-1/open (CONTRIBUTING.md)')
  }
  const { ok } = await runProject('fixtures', { isAloud: true, env: { ONETRIP_FIXTURE: name } })
  if (!ok) throw refusal('fixtures: nothing was recorded')
}
