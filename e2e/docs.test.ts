// The papers are held to the code: every rule of a spec is quoted by a test and every quoted rule stands in a spec, links
// lead somewhere, decisions have their shape.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const RULE = /\[([A-Z]+-R\d+)\]/g

const filesBelow = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return /node_modules|dist|artifacts/.test(entry.name) ? [] : filesBelow(path, ending)
    return ending.test(entry.name) ? [path] : []
  })

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const rulesIn = (paths: readonly string[]): Set<string> =>
  new Set(paths.flatMap((path) => [...read(path).matchAll(RULE)].map((match) => match[1] ?? '')))

const PAPERS = [
  ...filesBelow('docs', /\.md$/),
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'e2e/samples/README.md',
  'server/district/README.md',
]

it('every rule of a spec is quoted by a test, and the other way round', () => {
  const written = rulesIn(filesBelow('docs/spec', /\.md$/))
  const tests = ['client', 'server', 'shared', 'e2e'].flatMap((folder) => filesBelow(folder, /(\.test|Contract)\.ts$/))
  const quoted = rulesIn(tests)
  expect(written.size).toBeGreaterThan(40)
  expect([...written].filter((rule) => !quoted.has(rule))).toEqual([])
  expect([...quoted].filter((rule) => !written.has(rule))).toEqual([])
})

it('no link in a paper leads nowhere', () => {
  const dead = PAPERS.flatMap((paper) =>
    [...read(paper).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !existsSync(resolve(ROOT, dirname(paper), target)))
      .map((target) => `${paper}: ${target}`),
  )
  expect(dead).toEqual([])
})

it('a decision says its status, context, decision, consequences, and how we would know that it was wrong', () => {
  const decisions = filesBelow('docs/decisions', /\.md$/)
  expect(decisions.length).toBeGreaterThan(5)
  for (const path of decisions) {
    const text = read(path)
    expect(path).toMatch(/\/\d{4}-[a-z0-9-]+\.md$/)
    for (const part of ['**Status:**', '**Context.**', '**Decision.**', '**Consequences.**', '**Wrong if**'])
      expect(text, path).toContain(part)
    expect(text.split('\n').length, path).toBeLessThanOrEqual(60)
  }
})

it('the files named on the way of an offline change exist', () => {
  const named = [
    ...read('docs/paths/offline-change.md').matchAll(/`((?:client|server|shared)\/[^`]+\.(?:ts|vue))`/g),
  ].map((match) => match[1] ?? '')
  expect(named.length).toBeGreaterThan(12)
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
})
