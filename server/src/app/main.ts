// The server program. `prepare` makes the database ready, as its owner; `serve` serves it, as the app's role.
import { readDatabaseUrl, readSettings } from './environment'
import { prepare } from './prepare'
import { serve } from './serve'

const say = (line: string): void => console.log(line)

async function runPrepare(): Promise<void> {
  await prepare(readSettings(process.env), readDatabaseUrl(process.env, 'DATABASE_OWNER_URL'), say)
}

/** Says where it listens in one line of JSON, for whoever started it. */
async function runServe(): Promise<void> {
  const { url, stop } = await serve(readSettings(process.env), readDatabaseUrl(process.env, 'DATABASE_URL'))
  say(JSON.stringify({ msg: 'listening', url }))
  const end = (): void => {
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}

const COMMANDS = new Map([
  ['prepare', runPrepare],
  ['serve', runServe],
])

const run = COMMANDS.get(process.argv[2] ?? '')
if (run) {
  await run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  })
} else {
  console.error(`usage: main.mjs ${[...COMMANDS.keys()].join(' | ')}`)
  process.exit(2)
}
