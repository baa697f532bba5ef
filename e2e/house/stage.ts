import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Person } from './people'

/** Plays steps, one after the other, and looks at the page after each. */
export type Stage = {
  /**
   * True only when `act` did not throw, the browser complained of nothing and the page passes axe. Prints a line and
   * takes a picture; `after` follows unseen and must be true as well. Throws at the first step that is not true.
   */
  readonly step: <Seen>(
    person: Person,
    title: string,
    act: () => Promise<Seen>,
    after?: () => Promise<void>,
  ) => Promise<Seen>
  readonly passed: () => number
}

/** A step was not true, and has said so. */
export class StepFailed extends Error {}

/** The boot script starts the story in the project's folder. */
export const ARTIFACTS = resolve('artifacts', 'story')

export function openStage(): Stage {
  rmSync(ARTIFACTS, { recursive: true, force: true })
  mkdirSync(ARTIFACTS, { recursive: true })
  const memory = { played: 0, passed: 0 }
  return {
    step: async (person, title, act, after) => {
      memory.played += 1
      const picture = join(ARTIFACTS, pictureName(memory.played, `${person.name} ${title}`))
      const startMs = performance.now()
      try {
        const seen = await within(STEP_LIMIT_MS, act())
        await takePicture(person, picture)
        await assertClean(person)
        if (after) await within(STEP_LIMIT_MS, after())
        assertNoComplaints(person)
        console.log(`✓ ${seconds(performance.now() - startMs)}  ${person.name}: ${title}`)
        memory.passed += 1
        return seen
      } catch (error) {
        console.log(`✗ ${seconds(performance.now() - startMs)}  ${person.name}: ${title}`)
        const complaints = person.complaints().map((complaint) => `the browser says: ${complaint}`)
        console.log(indent([describe(error), ...complaints, `picture: ${picture}`].join('\n')))
        await takePicture(person, picture).catch(() => undefined)
        throw new StepFailed(title)
      }
    },
    passed: () => memory.passed,
  }
}

/** Nothing in the story takes nearly as long; a step that hangs is told like one that is wrong. */
const STEP_LIMIT_MS = 90_000

async function within<Seen>(limitMs: number, seeing: Promise<Seen>): Promise<Seen> {
  const clock = new AbortController()
  const tooLate = sleep(limitMs, undefined, { signal: clock.signal }).then(() => {
    throw new Error(`not done after ${limitMs / 1000} s`)
  })
  try {
    return await Promise.race([seeing, tooLate])
  } finally {
    tooLate.catch(() => undefined)
    clock.abort()
  }
}

async function takePicture(person: Person, path: string): Promise<void> {
  writeFileSync(path, await person.page().screenshot())
}

function assertNoComplaints(person: Person): void {
  const complaints = person.complaints()
  if (complaints.length > 0) throw new Error(`the browser complains:\n${complaints.join('\n')}`)
}

async function assertClean(person: Person): Promise<void> {
  assertNoComplaints(person)
  // Legacy mode: otherwise axe opens a tab of its own, and the app would notice.
  const { violations } = await new AxeBuilder({ page: person.page() }).setLegacyMode(true).analyze()
  if (violations.length > 0) throw new Error(`axe finds:\n${violations.map(describeViolation).join('\n')}`)
}

type Violation = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number]

function describeViolation({ id, help, nodes }: Violation): string {
  const places = nodes.slice(0, 3).map(({ html, failureSummary = '' }) => `  ${html}\n  ${failureSummary}`)
  return [`${id}: ${help}`, ...places].join('\n')
}

const pictureName = (number: number, title: string): string => {
  const slug = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')
    .slice(0, 60)
  return `${String(number).padStart(2, '0')}-${slug}.png`
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1).padStart(5)} s`
const indent = (text: string): string => text.replaceAll(/^/gm, '    ')
const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))
