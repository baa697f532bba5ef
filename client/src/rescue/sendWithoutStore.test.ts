// Goal: what lies in second copies reaches the server though no store opens, in order, and no copy is given away for it.
// Method: a folder in memory, and a server that answers by what a copy says.
import { expect, it } from 'vitest'
import { err, ok } from '@onetrip/shared/lib/result'
import { nameOfOperation } from '../db/copyName'
import type { CopyFolder } from './copyFolder'
import type { SendCopy } from './sendCopy'
import { sendWithoutStore } from './sendWithoutStore'

const uuid = (n: number): string => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`
const progress = { operations: 1, operationsThere: 1, refused: 0, scans: 0, scansThere: 0 }

function aFolder(copies: readonly (readonly [op: number, ofCase: number, says: string])[]) {
  const files = new Map(
    copies.map(([op, ofCase, says]) => [nameOfOperation({ opId: uuid(op), caseId: uuid(ofCase) }), new Blob([says])]),
  )
  const folder: CopyFolder = {
    list: async () => [...files.keys(), 'no copy of ours'],
    read: async (name) => files.get(name),
    write: () => expect.unreachable(),
    remove: () => expect.unreachable(),
  }
  return folder
}

function aServer() {
  const sent: string[] = []
  const send: SendCopy = async (file) => {
    const says = await file.text()
    sent.push(says)
    if (says.startsWith('broken')) throw new DOMException('gone', 'NotReadableError')
    return says.startsWith('cut') ? err('cut-short') : ok({ kind: 'all', progress })
  }
  return { sent, send }
}

it('[SYNC-R20] sends each copy in the order of their steps, and lets all of them lie', async () => {
  const { sent, send } = aServer()
  const folder = aFolder([
    [2, 11, 'second'],
    [1, 10, 'first'],
  ])
  expect(await sendWithoutStore(folder, send)).toEqual({ copies: 2, there: 2 })
  expect(sent).toEqual(['first', 'second'])
})

it('[SYNC-R20] holds back what builds on a copy that did not go, and no other case', async () => {
  const { sent, send } = aServer()
  const folder = aFolder([
    [1, 10, 'cut'],
    [2, 10, 'builds on it'],
    [3, 11, 'broken'],
    [4, 12, 'another'],
  ])
  expect(await sendWithoutStore(folder, send)).toEqual({ copies: 4, there: 1 })
  expect(sent).toEqual(['cut', 'broken', 'another'])
})
