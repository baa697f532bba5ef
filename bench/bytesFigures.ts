import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Figure } from './figure'

const DIST = join(process.cwd(), 'client', 'dist', 'agent')

/** What a tablet downloads before its first screen, for its worker, and in all. The limits are kept by `npm run check`. */
export async function bytesFigures(): Promise<Figure[]> {
  const html = await readFile(join(DIST, 'index.html'), 'utf8')
  const first = [...html.matchAll(/(?:src|href)="\/agent\/([^"]+\.(?:js|css))"/g)].flatMap((match) => match[1] ?? [])
  const worker = await readFile(join(DIST, 'sw.js'), 'utf8')
  const cached = [...worker.matchAll(/["']?url["']?:\s*["']([^"']+)["']/g)].flatMap((match) => match[1] ?? [])
  const kb = async (files: readonly string[]): Promise<number> => {
    const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(join(DIST, file))).length))
    return sizes.reduce((total, size) => total + size, 0) / 1000
  }
  if (first.length === 0 || cached.length === 0) throw new Error('the agent build was not found')
  return [
    {
      name: 'agent: first screen, gzip',
      unit: 'KB',
      value: await kb(['index.html', ...first]),
      limit: { of: 'value', atMost: 250 },
    },
    { name: 'agent: service worker, gzip', unit: 'KB', value: await kb(['sw.js']), limit: { of: 'value', atMost: 70 } },
    {
      name: `agent: whole precache, gzip, ${cached.length} files`,
      unit: 'KB',
      value: await kb(cached),
      limit: { of: 'value', atMost: 600 },
    },
  ]
}
