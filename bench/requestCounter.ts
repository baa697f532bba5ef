const HEAD_END = '\r\n\r\n'
/** The stream of pokes stays open beside everything else and asks for nothing. */
const POKES = /^GET \S+\/sync[.]pokes/

/** Counts the requests in the bytes that a browser sends on one connection of HTTP/1.1, but for the stream of pokes. */
export function createRequestCounter(count: () => void): (bytes: Buffer) => void {
  const state = { head: '', bodyLeft: 0 }
  return (bytes) => {
    let rest = bytes
    while (rest.length > 0) {
      const ofBody = Math.min(state.bodyLeft, rest.length)
      state.bodyLeft -= ofBody
      rest = rest.subarray(ofBody)
      if (rest.length === 0) return
      // A head is ASCII: as many characters as bytes.
      const before = state.head.length
      state.head += rest.toString('latin1')
      const end = state.head.indexOf(HEAD_END)
      if (end < 0) return
      const head = state.head.slice(0, end)
      rest = rest.subarray(end + HEAD_END.length - before)
      state.head = ''
      state.bodyLeft = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
      if (!POKES.test(head)) count()
    }
  }
}
