// Goal: what was once published stays, and today's app reads all of it. Method: the list of published files, each line
// chained to the one before; and every recorded answer through the schemas with which a tablet reads.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ZodMiniType } from 'zod/mini'
import { expect, it } from 'vitest'
import { readBundleLayout } from './bundle'
import { CaseContentAnswer } from './caseContent'
import { decodeFrames } from './frame'
import { FeedRow } from './feedRow'
import { StandingAnswer } from './device'
import { HouseKeys } from './houseKeys'
import { MAX_PUSH_OPS } from './protocol'
import { PulledAnswer } from './pull'
import { PushAnswer } from './push'
import { RecoveryAnswer, RecoveryRequestAnswer } from './recovery'
import { RegisterDeviceAnswer, SignInAnswer, WhoAnswer } from './session'
import { UploadAnswer } from './upload'

const FOLDER = join(import.meta.dirname, '..', '..', 'fixtures')
const LINE = /^([0-9a-f]{16}) ([0-9a-f]{64}) ([\w-]+[/][\w-]+[.]json)$/

/**
 * The chain after each publication, by how many lines there were then. The list can be written anew from any line on, and
 * its chain with it: these say that it was not. A publication adds its own below, and no other is touched, or tablets in
 * the field are no longer understood.
 */
const PUBLICATIONS = [
  [11, '55a1e516914d0a8d'],
  [22, '10142a9286f805d7'],
  [26, 'caa76032148fdbb0'],
] as const

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')
const lines = readFileSync(join(FOLDER, 'published.txt'), 'utf8').trimEnd().split('\n')
const published = lines.map((line) => {
  const [, chain = '', hash = '', file = ''] = LINE.exec(line) ?? []
  return { chain, hash, file }
})

it.each(published.map(({ file, hash }) => [file, hash]))('[SYNC-R22] %s is what was published', (file, hash) => {
  expect(sha256(readFileSync(join(FOLDER, file)))).toBe(hash)
})

it('[SYNC-R22] the list of what was published was only added to', () => {
  let chain = ''
  for (const line of published) {
    chain = sha256(`${chain} ${line.hash} ${line.file}`).slice(0, 16)
    expect(line.chain, line.file).toBe(chain)
  }
  expect(PUBLICATIONS.map(([count]) => [count, published[count - 1]?.chain])).toEqual(PUBLICATIONS)
})

it('[SYNC-R22] what was published last is held as well, so that nothing after it is unguarded', () => {
  expect(PUBLICATIONS.at(-1)).toEqual([published.length, published.at(-1)?.chain])
})

it('[SYNC-R22] everything that lies there is published', () => {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const files = folders.flatMap(({ name }) => readdirSync(join(FOLDER, name)).map((file) => `${name}/${file}`))
  expect(files.toSorted()).toEqual(published.map(({ file }) => file).toSorted())
})

it('keys of recordings are words that say so, and no other private key lies there', () => {
  const texts = published.map(({ file }) => readFileSync(join(FOLDER, file), 'utf8'))
  expect(texts.filter((text) => /hpke_p256_|whsk_|PRIVATE KEY|"d":/.test(text))).toEqual([])
  const { testKeys } = JSON.parse(texts[0] ?? '') as { readonly testKeys: Readonly<Record<string, string>> }
  for (const words of Object.values(testKeys)) expect(words).toMatch(/^onetrip protocol 1 TEST KEY of /)
})

/** With what a tablet reads the answers to its calls. */
const READERS: Readonly<Record<string, ZodMiniType>> = {
  'session.signIn': SignInAnswer,
  'session.who': WhoAnswer,
  'session.registerDevice': RegisterDeviceAnswer,
  'sync.push': PushAnswer,
  'sync.pull': PulledAnswer,
  'sync.offer': UploadAnswer,
  'sync.append': UploadAnswer,
  'sync.keys': HouseKeys,
  'sync.stand': StandingAnswer,
  'case.content': CaseContentAnswer,
  'recovery.request': RecoveryRequestAnswer,
  'recovery.answer': RecoveryAnswer,
}
/** A desk’s own, and what answers nothing. */
const UNREAD = new Set(['device.revoke', 'recovery.decide', 'recovery.takeBack', 'session.signOut'])

type Exchange = {
  readonly name?: string
  readonly request: { readonly path: string; readonly body?: { readonly base64?: string } }
  readonly answer: { readonly status: number; readonly body: { readonly result?: { readonly data?: unknown } } }
}

const exchanges = published.flatMap(({ file }) => {
  const { steps = [] } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as { readonly steps?: Exchange[] }
  return steps
    .filter(({ name }) => name !== undefined)
    .map((step) => ({ ...step, name: `${file}: ${step.name ?? ''}` }))
})
const pathOf = ({ request }: Exchange): string => request.path.split('?')[0] ?? ''
const answered = exchanges.filter((one) => one.answer.status === 200 && !UNREAD.has(pathOf(one)))

it.each(answered.map((one) => [one.name, one] as const))(
  '[SYNC-R22] reads “%s” without losing a word',
  (_name, exchange) => {
    const { data } = exchange.answer.body.result ?? {}
    const parsed = READERS[pathOf(exchange)]?.safeParse(data)
    expect(parsed?.error).toBeUndefined()
    expect(parsed?.data).toEqual(data)
  },
)

it('[SYNC-R22] a row of every kind was recorded, each of the ways in which an outcome and an upload can end, and every call', () => {
  const recorded = JSON.stringify(answered.map(({ answer }) => answer.body))
  const kinds = FeedRow.def.options.flatMap((option) => option.shape.kind.def.values)
  const outcomes = ['applied', 'refused', 'conflict', 'unsupported']
  const standings = ['continue', 'complete', 'mismatch', 'unreadable', 'not-awaited']
  for (const kind of kinds) expect(recorded).toContain(`"row":{"kind":"${kind}"`)
  for (const status of [...outcomes, ...standings]) expect(recorded).toContain(`"status":"${status}"`)
  expect(new Set(answered.map(pathOf))).toEqual(new Set(Object.keys(READERS)))
})

it('[SYNC-R22] frames open and sealed, and a rescue file, are read as they were written', async () => {
  const pushes = answered.filter((one) => pathOf(one) === 'sync.push')
  const frames = pushes.flatMap(({ request }) => {
    const decoded = decodeFrames(Uint8Array.from(Buffer.from(request.body?.base64 ?? '', 'base64')), MAX_PUSH_OPS)
    if (!decoded.ok) throw new Error(decoded.error)
    return decoded.value
  })
  expect(new Set(frames.map(({ alg }) => alg))).toEqual(new Set(['clear', 'sealed']))

  for (const { file } of published.filter((one) => /[/]bundle/.test(one.file))) {
    const bundle = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as { file: string }
    const bytes = Uint8Array.from(Buffer.from(bundle.file, 'base64'))
    const layout = await readBundleLayout(async (from, to) => bytes.slice(from, to), bytes.length)
    expect(layout).toMatchObject({ ok: true, value: { head: { scans: [{ sealed: {} }] } } })
  }
})
