import type { ProcessHandle } from '../../.scripts/system.mjs'

/** As much of `GET /sim/ledger` as is looked at. */
type Entry = { readonly taskId: string; readonly stand: string; readonly file?: { readonly itemName: string } }

/** The clerk's own hand on the department's system. */
export function departmentControl({ url }: ProcessHandle) {
  return {
    /** What it has registered; `file` once it has pulled all that belongs to a task. */
    tasks: async (): Promise<readonly Entry[]> => {
      const response = await fetch(`${url}/sim/ledger`)
      // The simulator's README says what it answers.
      return ((await response.json()) as { entries: Entry[] }).entries
    },
    act: async (taskId: string, act: 'accept' | 'approve' | 'issue'): Promise<void> => {
      const response = await fetch(`${url}/sim/act`, { method: 'POST', body: JSON.stringify({ taskId, act }) })
      if (!response.ok) throw new Error(`the department simulator answered ${response.status}`)
    },
  }
}
