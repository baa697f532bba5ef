// How much the agent's tablet must fetch. Budgets are promises to people on a slow line; they are checked, not hoped for.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { inRoot } from './root.mjs'

const BASE = '/agent/'
const KB = 1000

/** Measures a built agent app. Answers one figure a budget; throws when the build names a file that is not there. */
export function measure(folder) {
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const worker = readFileSync(join(folder, 'sw.js'), 'utf8')
  const firstScreen = ['index.html', ...firstScreenFiles(html)]
  const precache = precacheFiles(worker)
  if (firstScreen.length < 2) throw new Error('the page names no script: nothing was measured')
  if (precache.length === 0) throw new Error('the service worker names no file to keep: nothing was measured')
  return [
    { name: 'first screen', limitKb: 250, bytes: gzippedBytes(folder, firstScreen), files: firstScreen.length },
    { name: 'service worker', limitKb: 70, bytes: gzippedBytes(folder, ['sw.js']), files: 1 },
    { name: 'whole precache', limitKb: 600, bytes: gzippedBytes(folder, precache), files: precache.length },
  ]
}

/** What the page itself asks for before it can show anything: scripts, their preloaded parts, styles. */
export function firstScreenFiles(html) {
  const tags = html.match(/<(script|link)\b[^>]*>/g) ?? []
  const needed = tags.filter((tag) => tag.startsWith('<script') || /rel="?(stylesheet|modulepreload)\b/.test(tag))
  return unique(needed.flatMap((tag) => /\b(?:src|href)="?([^"\s>]+)/.exec(tag)?.[1] ?? []).map(inFolder))
}

/** The precache list stands in the built worker as `{url: …, revision: …}` objects, however they were minified. */
export function precacheFiles(worker) {
  const entries = worker.match(/\{[^{}]*\}/g) ?? []
  const listed = entries.filter((entry) => /["'`]?\burl\b["'`]?:/.test(entry) && /\brevision\b/.test(entry))
  return unique(listed.flatMap((entry) => /\burl["'`]?:\s*["'`]([^"'`]+)/.exec(entry)?.[1] ?? []).map(inFolder))
}

const inFolder = (url) => url.replace(BASE, '').replace(/^[.]?\//, '')
const unique = (items) => [...new Set(items)]

/** As it travels: compressed where that helps, and pictures and fonts as they are. */
function gzippedBytes(folder, files) {
  return files.reduce((sum, file) => {
    const path = join(folder, file)
    if (!existsSync(path)) throw new Error(`${file} is named by the build, but is not in it`)
    const bytes = readFileSync(path)
    return sum + Math.min(bytes.length, gzipSync(bytes, { level: 9 }).length)
  }, 0)
}

export function describeFigure({ name, limitKb, bytes, files }) {
  const isOver = bytes > limitKb * KB
  const size = (bytes / KB).toFixed(1).padStart(6)
  return `${isOver ? '✗' : ' '} ${name.padEnd(16)} ${size} KB gzip of ${limitKb} (${files} file${files === 1 ? '' : 's'})`
}

export const isOverBudget = ({ limitKb, bytes }) => bytes > limitKb * KB

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const figures = measure(inRoot('client', 'dist', 'agent'))
  for (const figure of figures) console.log(describeFigure(figure))
  if (figures.some(isOverBudget)) process.exitCode = 1
}
