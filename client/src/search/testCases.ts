import type { SearchedCase } from './searchedCase'
import { BLOCK, OTHERS } from './readings'
import { readSounds } from './sounds'

/** For tests: how characters are read. */
export const sounds = readSounds({ block: BLOCK, others: OTHERS })

/** For tests: case `n` of 张三, newer than all before it, changed as the test needs it. */
export function aCase(n: number, changes: Partial<SearchedCase> & { readonly name?: string } = {}): SearchedCase {
  const { name = '张三', ...others } = changes
  return {
    caseId: `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    at: new Date(Date.UTC(2026, 6, 3) + n * 60_000).toISOString(),
    receiptNumber: '',
    people: [{ name, idNumber: '', mobile: '' }],
    title: '食品经营许可',
    ...others,
  }
}
