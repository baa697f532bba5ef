import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { firstScreenFiles, isOverBudget, measure, precacheFiles } from './bytes.mjs'

let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onetrip-bytes-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (files) => {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
}

it('counts scripts, preloaded modules and styles of the page, and no icon', () => {
  const html = `<link rel="icon" href="/agent/a.svg"><link rel="modulepreload" crossorigin href="/agent/assets/b.js">
    <script type="module" crossorigin src="/agent/assets/c.js"></script><link rel=stylesheet href=./assets/d.css>`
  expect(firstScreenFiles(html)).toEqual(['assets/b.js', 'assets/c.js', 'assets/d.css'])
})

it.each([
  ['as it was injected', `x([{"revision":null,"url":"assets/a.js"},{"revision":"1","url":"index.html"}])`],
  [
    'minified',
    'x([{revision:null,url:`assets/a.js`},{url:"index.html",revision:"1"},{url:"index.html",revision:"1"}])',
  ],
])('reads the precache list %s', (_how, worker) => {
  expect(precacheFiles(worker)).toEqual(['assets/a.js', 'index.html'])
})

it('is over budget by one incompressible piece too many', () => {
  const page = '<script src="/agent/a.js"></script>'
  write({ 'index.html': page, 'a.js': randomBytes(251_000), 'sw.js': 'x([{url:"a.js",revision:null}])' })
  expect(measure(folder).map(isOverBudget)).toEqual([true, false, false])
  write({ 'a.js': randomBytes(601_000) })
  expect(measure(folder).map(isOverBudget)).toEqual([true, false, true])
})

it.each([
  ['a page without a script', { 'index.html': '', 'sw.js': 'x([{url:"index.html",revision:"1"}])' }],
  ['a worker without a list', { 'index.html': '<script src="a.js"></script>', 'a.js': '', 'sw.js': '' }],
  [
    'a file that is missing',
    { 'index.html': '<script src="a.js"></script>', 'sw.js': 'x([{url:"a.js",revision:"1"}])' },
  ],
])('does not pass for small because of %s', (_what, files) => {
  write(files)
  expect(() => measure(folder)).toThrow()
})
