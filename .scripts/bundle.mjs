import { readFileSync } from 'node:fs'
import { inRoot } from './root.mjs'

/** Bundled code that still calls `require` (a CommonJS package inside an ESM bundle) finds one. */
const BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);"

/** Options for esbuild: our own packages go into the bundle, what `folder`'s package.json lists is left outside. */
export function bundleOptions(folder, entryPoints) {
  const { dependencies } = JSON.parse(readFileSync(inRoot(folder, 'package.json'), 'utf8'))
  const foreign = Object.keys(dependencies).filter((name) => !name.startsWith('@onetrip/'))
  return {
    absWorkingDir: inRoot(folder),
    entryPoints,
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: foreign.flatMap((name) => [name, `${name}/*`]),
    banner: { js: BANNER },
    sourcemap: true,
    legalComments: 'none',
    logLevel: 'silent',
  }
}
