import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { DemoSignIn } from '../domain/prepare/demoPeople'

const pathIn = (dataDir: string): string => join(dataDir, 'demo-sign-ins.json')

/** The sign-ins that were made for this data folder; undefined before the first time. */
export async function readDemoSignIns(dataDir: string): Promise<DemoSignIn[] | undefined> {
  const text = await readFile(pathIn(dataDir), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? undefined : z.array(DemoSignIn).parse(JSON.parse(text))
}

/** Keeps the list where only the program's own account may read it. Whole or not at all. */
export async function writeDemoSignIns(dataDir: string, signIns: readonly DemoSignIn[]): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  const draft = `${pathIn(dataDir)}.new`
  const file = await open(draft, 'w', 0o600)
  try {
    // The mode above counts only for a file that is made now.
    await file.chmod(0o600)
    await file.writeFile(`${JSON.stringify(signIns, undefined, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, pathIn(dataDir))
}
