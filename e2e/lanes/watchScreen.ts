/** What a person beside the tablet sees at one moment. */
export type Sight = {
  readonly caseId: string
  /** The screen says that what stands on it is saved. */
  readonly isSaved: boolean
  /** The number in the field that counts. */
  readonly counter?: number
  /** Pages in the list on the screen. */
  readonly pages?: number
  readonly receiptNumber?: string
}

declare global {
  var laneSees: ((sight: Sight) => Promise<void>) | undefined
}

/**
 * Runs in the page: tells what the screen shows after every change of it. It looks in a task of its own, when what was
 * typed has been taken and the page has been drawn anew: what it tells stood there all at once.
 */
export function watchScreen(): void {
  const channel = new MessageChannel()
  const memory = { last: '' }
  channel.port1.onmessage = () => {
    const caseId = /intake\/([0-9a-f-]{36})/.exec(location.pathname)?.[1]
    const main = document.querySelector('main')
    if (caseId === undefined || !main) return
    const text = main.innerText
    const counters = [...main.querySelectorAll('input')].flatMap(({ value }) => /^计数 (\d+)$/.exec(value)?.[1] ?? [])
    const list = main.querySelector('[aria-label="“食品经营许可申请书”的页"]')
    const receiptNumber = /收件凭证/.test(text) ? /收件编号\s+(\S.*\S)/.exec(text)?.[1] : undefined
    const sight: Sight = {
      caseId,
      isSaved: text.includes('已保存在本机'),
      ...(counters[0] !== undefined && { counter: Number(counters[0]) }),
      ...(list && { pages: list.querySelectorAll('li').length }),
      ...(receiptNumber !== undefined && { receiptNumber }),
    }
    const said = JSON.stringify(sight)
    if (said === memory.last) return
    memory.last = said
    void globalThis.laneSees?.(sight)
  }
  const look = (): void => channel.port2.postMessage(undefined)
  // A page that wrongly goes on saying *saved* changes nothing when somebody types.
  addEventListener('input', look, true)
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true })
}
