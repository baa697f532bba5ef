import { readCopyName } from '../db/copyName'
import type { CopyFolder } from './copyFolder'
import { inOrderMade } from './copyHead'
import type { SendCopy } from './sendCopy'

/** How many second copies there are, and of how many the server has signed for everything. */
export type CopiesSent = { readonly copies: number; readonly there: number }

const listCopies = async (folder: CopyFolder): Promise<string[]> =>
  (await folder.list()).filter((name) => readCopyName(name)).toSorted()

export const countCopies = async (folder: CopyFolder): Promise<number> => (await listCopies(folder)).length

/**
 * Sends what lies in second copies while the store beside them does not open: a copy speaks for itself. All stay, for the
 * store may open again and goes on from there. Where one of a case has not gone, what builds on it waits. [SYNC-R20]
 */
export async function sendWithoutStore(folder: CopyFolder, send: SendCopy): Promise<CopiesSent> {
  const copies = (await listCopies(folder)).map((name) => ({ name }))
  const held = new Set<string | undefined>()
  const done = { there: 0 }
  for (const { name } of await inOrderMade(folder, copies)) {
    const caseId = readCopyName(name)?.caseId
    if (held.has(caseId)) continue
    if (await isSent(folder, name, send)) done.there += 1
    else held.add(caseId)
  }
  return { copies: copies.length, there: done.there }
}

/** One copy that cannot be read keeps no other back. */
async function isSent(folder: CopyFolder, name: string, send: SendCopy): Promise<boolean> {
  const file = await folder.read(name).catch(() => undefined)
  const sent = file && (await send(file, undefined).catch(() => undefined))
  return sent !== undefined && sent.ok && sent.value.kind === 'all'
}
