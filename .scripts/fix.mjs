import { commandOf, refusal } from './root.mjs'
import { runAloud } from './steps.mjs'

/** `npm run fix`: what the linter and the formatter can mend by themselves. */
export async function fix() {
  const isClean = await runAloud([commandOf('oxlint'), '--fix'])
  const areComponentsClean = await runAloud([commandOf('eslint'), '.', '--fix'])
  const isFormatted = await runAloud([commandOf('prettier'), '--write', '--log-level', 'warn', '.'])
  if (!isClean || !areComponentsClean || !isFormatted)
    throw refusal('Something is left for you to mend; it stands above.')
}
