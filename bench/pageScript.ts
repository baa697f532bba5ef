import { join } from 'node:path'
import { build } from 'esbuild'
import type { Tab } from './browser'

/** What a page of `bench/page` offers: functions whose arguments and answers are JSON. */
// Any function at all: the page's own type says which.
// oxlint-disable-next-line typescript/no-explicit-any
type PageFunctions = Readonly<Record<string, (...args: any[]) => unknown>>

/** Calls a function of the page by its name. */
export type Call<Page extends PageFunctions> = <Name extends keyof Page & string>(
  name: Name,
  ...args: Parameters<Page[Name]>
) => Promise<Awaited<ReturnType<Page[Name]>>>

/** `bench/page/<name>.ts` as one script; what it puts into `globalThis.page` is what can be called. */
export async function bundlePage(name: string): Promise<string> {
  const result = await build({
    entryPoints: [join(process.cwd(), 'bench', 'page', `${name}.ts`)],
    bundle: true,
    format: 'iife',
    target: 'chrome120',
    write: false,
    minify: true,
  })
  const [file] = result.outputFiles
  if (!file) throw new Error(`the page ${name} was not built`)
  return file.text
}

/** Runs the script on the page that is open in the tab. */
export async function enterPage<Page extends PageFunctions>(tab: Tab, script: string): Promise<Call<Page>> {
  await tab.run(`${script};undefined`)
  // The page's type is that of the file which was bundled; JSON keeps what it answers.
  return (name, ...args) => tab.run(`page.${name}(...${JSON.stringify(args)})`) as ReturnType<Call<Page>>
}
