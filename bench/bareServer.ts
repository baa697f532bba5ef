import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type BareServer = { readonly port: number; readonly url: string; readonly close: () => Promise<void> }

/** Starts the server of the floors; with a database for those that need rows. */
export async function startBareServer(ownerUrl?: string): Promise<BareServer> {
  const folder = await mkdtemp(join(tmpdir(), 'onetrip-bench-bare-'))
  const program = spawn(process.execPath, [join(process.cwd(), 'bench', 'dist', 'bareProcess.mjs')], {
    env: { PATH: process.env.PATH, BENCH_FOLDER: folder, ...(ownerUrl && { DATABASE_OWNER_URL: ownerUrl }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(program.stdout, 'data')) as [Buffer]
  const port = Number(line.toString('utf8'))
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const gone = once(program, 'exit')
      program.kill()
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}
