import { createHash } from 'node:crypto'
import { canonicalJson } from '@onetrip/shared/lib/canonicalJson'

/** What happened, line by line for a person, and as one hash with every answer that the server gave. */
export type History = {
  readonly lines: readonly string[]
  readonly tell: (line: string) => void
  /** Something that is too long for a line, and is to be the same each time. */
  readonly note: (fact: unknown) => void
  /** Of all that was told and noted so far. */
  readonly hash: () => string
}

export function createHistory(): History {
  const lines: string[] = []
  const sum = createHash('sha256')
  return {
    lines,
    tell: (line) => {
      lines.push(line)
      sum.update(`${line}\n`)
    },
    note: (fact) => {
      sum.update(`${canonicalJson(fact)}\n`)
    },
    hash: () => sum.copy().digest('hex'),
  }
}
