// The server program. `prepare` makes the database ready, as its owner; `serve` serves it, as the app's role; `backup` and
// `restore` carry a house away and bring it back, as its owner.
import { assertNoUnfinishedRestore, runBackup, runRestore } from './backup/command'
import { readDatabaseUrl, readSettings } from './environment'
import { readOutsideSettings } from './outsideSettings'
import { prepare } from './prepare'
import { serve } from './serve'

const say = (line: string): void => console.log(line)

async function runPrepare(): Promise<void> {
  const ownerUrl = readDatabaseUrl(process.env, 'DATABASE_OWNER_URL')
  await assertNoUnfinishedRestore(ownerUrl)
  await prepare(readSettings(process.env), ownerUrl, say)
}

/** Where it listens stands in the log; that it is well is told by `GET /health`. */
async function runServe(): Promise<void> {
  const { stop } = await serve({
    settings: readSettings(process.env),
    outside: readOutsideSettings(process.env),
    databaseUrl: readDatabaseUrl(process.env, 'DATABASE_URL'),
  })
  const end = (): void => {
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}

/** What went wrong, and why: nobody has signed in yet, so nothing here is about a person. */
function sentencesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)]
  return [error.message, ...(error.cause === undefined ? [] : sentencesOf(error.cause))]
}

const command = { variables: process.env, words: process.argv.slice(3), say }

const COMMANDS = new Map([
  ['prepare', runPrepare],
  ['serve', runServe],
  ['backup', () => runBackup(command)],
  ['restore', () => runRestore(command)],
])

const run = COMMANDS.get(process.argv[2] ?? '')
if (run) {
  await run().catch((error: unknown) => {
    for (const sentence of sentencesOf(error)) console.error(sentence)
    process.exit(1)
  })
} else {
  console.error(`usage: main.mjs ${[...COMMANDS.keys()].join(' | ')}`)
  process.exit(2)
}
