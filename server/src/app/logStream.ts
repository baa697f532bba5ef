/** Writes bytes, all or a part of them, and answers how many; throws when there is no room, or nobody reads. */
type WriteBytes = (bytes: Uint8Array) => number

/**
 * Where log lines go. A disk that is full, or a reader that is slow, holds nobody up: lines are lost then, and the log says
 * how many when it has room again. (The logger's own way of writing waits, and everybody with it, until there is room.)
 */
export function createLogStream(write: WriteBytes, nowMs: () => number): { readonly write: (line: string) => void } {
  const state = { lost: 0, isTorn: false }
  const attempt = (text: string): boolean => {
    const bytes = Buffer.from(state.isTorn ? `\n${text}` : text)
    try {
      const written = write(bytes)
      if (written > 0) state.isTorn = written < bytes.length
      return written === bytes.length
    } catch {
      return false
    }
  }
  return {
    write: (line) => {
      const isTold = state.lost === 0 || attempt(describeLoss(state.lost, nowMs()))
      if (isTold) state.lost = 0
      if (!isTold || !attempt(line)) state.lost += 1
    },
  }
}

/** As the logger would write a warning. */
const describeLoss = (lost: number, nowMs: number): string =>
  `${JSON.stringify({ level: 40, time: nowMs, lost, msg: 'lines are lost: the log had no room' })}\n`
