import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { inRoot } from '../../src/app/root'

/**
 * What was published of the protocol, as it travelled: only ever added to. The list names each file with its hash, and
 * each line is chained to the one before it.
 */
export const FIXTURES = ['shared', 'fixtures'] as const
const LIST = inRoot(...FIXTURES, 'published.txt')

export const readFixture = (name: string): unknown => JSON.parse(readFileSync(pathOf(name), 'utf8'))

/** Writes a new fixture and its line. One that is there already is never written again. */
export function addFixture(name: string, content: unknown): void {
  const path = pathOf(name)
  if (existsSync(path)) throw new Error(`${name} is published: add another beside it, under a name of its own`)
  const text = `${JSON.stringify(content, undefined, 1)}\n`
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text, { flag: 'wx' })
  const lines = existsSync(LIST) ? readFileSync(LIST, 'utf8').trimEnd().split('\n') : []
  const entry = `${sha256(text)} ${name}.json`
  const chain = sha256(`${lines.at(-1)?.split(' ')[0] ?? ''} ${entry}`).slice(0, 16)
  writeFileSync(LIST, `${[...lines, `${chain} ${entry}`].join('\n')}\n`)
}

const pathOf = (name: string): string => inRoot(...FIXTURES, `${name}.json`)
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
