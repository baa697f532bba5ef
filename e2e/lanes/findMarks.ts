// Looks for marked strings in bytes, in every form in which a browser or a program may have written them down.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Something that nobody would write by chance. */
export type Mark = string

export type Found = { readonly mark: Mark; readonly form: Form; readonly where: string }

export const FORMS = ['utf-8', 'utf-16le', 'utf-16be', 'base64', 'json', 'json-upper', 'url'] as const
export type Form = (typeof FORMS)[number]

type Needle = { readonly mark: Mark; readonly form: Form; readonly bytes: Buffer }

/** Looks for all marks at once. Answers each that is there with its form, once for each place. */
export function createFinder(marks: readonly Mark[]): (bytes: Uint8Array, where: string) => Found[] {
  const byStart = new Map<number, Needle[]>()
  for (const needle of marks.flatMap(needlesOf)) {
    const start = startOf(needle.bytes, 0)
    byStart.set(start, [...(byStart.get(start) ?? []), needle])
  }
  const mayStart = new Uint8Array(65_536)
  for (const start of byStart.keys()) mayStart[start] = 1
  return (bytes, where) => {
    const found = new Map<Needle, Found>()
    for (let at = 0; at + 1 < bytes.length; at += 1) {
      const start = startOf(bytes, at)
      if (mayStart[start] === 0) continue
      for (const needle of byStart.get(start) ?? []) {
        if (isAt(bytes, at, needle.bytes)) found.set(needle, { mark: needle.mark, form: needle.form, where })
      }
    }
    return [...found.values()]
  }
}

/** All files under a folder, whatever they are called. One that goes while it is looked for holds nothing any more. */
export function findInFolder(folder: string, find: ReturnType<typeof createFinder>): { files: number; found: Found[] } {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const found = entries.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name)
    return [...find(readFileSync(path), path), ...find(Buffer.from(entry.name), `the name of ${path}`)]
  })
  return { files: entries.length, found }
}

/** What marks have in common, for people. A store that makes itself small writes it once and points at it. */
export const MARK_HEAD = 'CANARY-'

/** A mark in every form: for base64 what is the same whatever stands before and after it. */
export function needlesOf(mark: Mark): Needle[] {
  const own = mark.startsWith(MARK_HEAD) ? mark.slice(MARK_HEAD.length) : mark
  const utf16 = Buffer.from(own, 'utf16le')
  const texts: [Form, string][] = [
    ['json', escapeJson(own)],
    ['json-upper', escapeJson(own).replaceAll(/\\u[0-9a-f]{4}/g, (code) => `\\u${code.slice(2).toUpperCase()}`)],
    ['url', encodeURIComponent(own)],
    ...base64Cores(Buffer.from(own)).flatMap((core): [Form, string][] => [
      ['base64', core],
      ['base64', core.replaceAll('+', '-').replaceAll('/', '_')],
    ]),
  ]
  const needles = [
    { mark, form: 'utf-8' as const, bytes: Buffer.from(own) },
    { mark, form: 'utf-16le' as const, bytes: utf16 },
    { mark, form: 'utf-16be' as const, bytes: Buffer.from(utf16).swap16() },
    ...texts.map(([form, text]) => ({ mark, form, bytes: Buffer.from(text) })),
  ]
  const seen = new Set<string>()
  return needles.filter(({ bytes }) => {
    const key = bytes.toString('hex')
    return !seen.has(key) && seen.add(key)
  })
}

const escapeJson = (text: string): string =>
  text.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Three bytes make four letters: by where the mark begins among them, its first and last letters hold other bytes, too. */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '')
    const end = (before + bytes.length) % 3 === 0 ? text.length : text.length - 1
    return text.slice(before === 0 ? 0 : before + 1, end)
  })
}

const startOf = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)

function isAt(bytes: Uint8Array, at: number, wanted: Buffer): boolean {
  if (at + wanted.length > bytes.length) return false
  for (let nth = 2; nth < wanted.length; nth += 1) if (bytes[at + nth] !== wanted[nth]) return false
  return true
}
