import { startDepartment } from './simulator'

// The department simulator as a process: settings from the environment, one line when it is ready.

const SETTINGS = [
  'DEPT_PORT',
  'DEPT_DATA',
  'DEPT_STEP_MS',
  'DEPT_ID',
  'DEPT_PRIVATE_KEY',
  'ONETRIP_PUBLIC_KEY',
  'ONETRIP_URL',
] as const

const setting = (name: (typeof SETTINGS)[number]): string => process.env[name] ?? ''

const missing = SETTINGS.filter((name) => setting(name) === '')
if (missing.length > 0) {
  console.error(`department simulator: not set: ${missing.join(', ')}`)
  process.exit(1)
}

const department = await startDepartment({
  port: Number(setting('DEPT_PORT')),
  dataFolder: setting('DEPT_DATA'),
  stepMs: Number(setting('DEPT_STEP_MS')),
  departmentId: setting('DEPT_ID'),
  privateKey: setting('DEPT_PRIVATE_KEY'),
  oneTripPublicKey: setting('ONETRIP_PUBLIC_KEY'),
  oneTripUrl: setting('ONETRIP_URL'),
  nowMs: Date.now,
})
console.log(`department ${setting('DEPT_ID')} on ${department.url}`)

const stop = (): void => {
  void department.close().then(() => process.exit(0))
}
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
