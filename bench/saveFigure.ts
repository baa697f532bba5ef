import { createServer } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { build } from 'esbuild'
import { median, type Figure } from './figure'
import { CHROMIUM_ARGS, chromiumPath } from './browser'

const ROUNDS = 60

/** Saving a case with 4 × 300 KB scans: application, pages, operation and uploads in one strict transaction. */
export async function saveFigure(): Promise<Figure> {
  const script = await bundlePage()
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(
      isScript ? script : '<!doctype html><title>bench</title><script type="module" src="/page.js"></script>',
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const profile = await mkdtemp(join(tmpdir(), 'onetrip-bench-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    args: CHROMIUM_ARGS,
  })
  try {
    const page = await context.newPage()
    const address = server.address()
    if (typeof address !== 'object' || !address) throw new Error('the bench page has no address')
    await page.goto(`http://localhost:${address.port}/`)
    await page.waitForFunction('typeof measureSaves === "function"')
    // The page's script put it there; its type is that of bench/page/save.ts.
    const { ours, bare } = await page.evaluate<{ ours: number[]; bare: number[] }>(`measureSaves(${ROUNDS})`)
    const floor = { name: 'the same buffers, bare IndexedDB, strict', value: median(bare) }
    return {
      name: 'save a case with 4 × 300 KB scans, median',
      unit: 'ms',
      value: median(ours),
      floor,
      limit: { kind: 'ratio', max: 1.5 },
    }
  } finally {
    await context.close()
    server.close()
    await rm(profile, { recursive: true })
  }
}

async function bundlePage(): Promise<string> {
  const result = await build({
    entryPoints: [join(process.cwd(), 'bench/page/save.ts')],
    bundle: true,
    format: 'esm',
    target: 'chrome120',
    write: false,
    minify: true,
  })
  const [file] = result.outputFiles
  if (!file) throw new Error('the bench page was not built')
  return file.text
}
