import { mustAsk, type WaitingUpload } from './uploadQueue'

export type Deal = {
  /** Which scan a lane sends next; undefined: none is left. */
  readonly next: (lane: number) => WaitingUpload | undefined
  /**
   * Where every lane of a poor line has to ask first how much of its scan arrived, one that nobody has to ask about: the
   * line would carry nothing for as long as questions travel. A piece of it is enough.
   */
  readonly besideQuestions: WaitingUpload | undefined
}

type Lanes = { readonly lanes: number; readonly isPoor: boolean }

/**
 * Deals scans out to lanes. Each works on a case of its own, and where none is left it helps with another's: the last
 * case would otherwise go through one lane alone.
 */
export function dealScans(cases: readonly (readonly WaitingUpload[])[], { lanes, isPoor }: Lanes): Deal {
  const queues = cases.map((ofCase) => [...ofCase])
  const unclaimed = [...queues]
  const own = new Map<number, WaitingUpload[]>()
  const doAllAsk = isPoor && lanes > 1 && queues.slice(0, lanes).every(([first]) => first && mustAsk(first))

  function takeOwn(lane: number): WaitingUpload | undefined {
    for (let ofCase = own.get(lane) ?? unclaimed.shift(); ofCase; ofCase = unclaimed.shift()) {
      own.set(lane, ofCase)
      const scan = ofCase.shift()
      if (scan) return scan
    }
    return undefined
  }

  return {
    besideQuestions: doAllAsk ? takeUnasked(queues) : undefined,
    next: (lane) => takeOwn(lane) ?? queues.find((queue) => queue.length > 0)?.pop(),
  }
}

/** Of the case that is nearest to its end. */
function takeUnasked(queues: readonly WaitingUpload[][]): WaitingUpload | undefined {
  for (const queue of queues) {
    const at = queue.findIndex((scan) => !mustAsk(scan))
    if (at >= 0) return queue.splice(at, 1)[0]
  }
  return undefined
}
