import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { TableFile } from './manifest'

type Measured = Pick<TableFile, 'rows' | 'sizeBytes' | 'sha256'>

const LINE_END = 0x0a

/** Writes the lines of a table where nothing is yet, and answers what they were; on the disk when it answers. */
export async function writeTableFile(path: string, lines: AsyncIterable<Buffer>): Promise<Measured> {
  const meter = createMeter()
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of lines) {
      meter.add(chunk)
      await file.writeFile(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return meter.read()
}

/** What a table's file is now. Throws when it is not there, or cannot be read. */
export async function measureTableFile(path: string): Promise<Measured> {
  const meter = createMeter()
  const chunks: AsyncIterable<Buffer> = createReadStream(path)
  for await (const chunk of chunks) meter.add(chunk)
  return meter.read()
}

/** In COPY's text format a line's end within a value is written otherwise: lines are rows. */
function createMeter() {
  const hash = createHash('sha256')
  const seen = { rows: 0, sizeBytes: 0 }
  return {
    add: (chunk: Buffer): void => {
      hash.update(chunk)
      seen.sizeBytes += chunk.length
      seen.rows += countLines(chunk)
    },
    read: (): Measured => ({ ...seen, sha256: hash.digest('hex') }),
  }
}

function countLines(chunk: Buffer): number {
  let count = 0
  for (let at = chunk.indexOf(LINE_END); at !== -1; at = chunk.indexOf(LINE_END, at + 1)) count += 1
  return count
}
