import { startSfSimulator } from './simulator'

/** SF Express as a process of its own. Environment and endpoints: README.md beside this file. */
const env = process.env

const simulator = await startSfSimulator({
  port: Number(env.SF_PORT ?? 0),
  partnerId: required('SF_PARTNER_ID'),
  checkWord: required('SF_CHECK_WORD'),
  dataDir: required('SF_DATA'),
  pushUrl: env.SF_PUSH_URL ?? '',
  stepMs: Number(env.SF_STEP_MS ?? 0),
  nowMs: () => Date.now(),
})
console.log(`SF Express simulator listens on ${simulator.url}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void simulator.close().then(() => process.exit(0))
  })
}

function required(name: string): string {
  const value = env[name]
  if (value === undefined || value === '') {
    console.error(`SF Express simulator: set ${name}`)
    process.exit(1)
  }
  return value
}
