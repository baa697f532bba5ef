/** While something is in memory only, the browser asks before the page goes, whatever is on the screen. */
export function warnBeforeLoss(isAtRisk: () => boolean): void {
  addEventListener('beforeunload', (event) => {
    if (isAtRisk()) event.preventDefault()
  })
}
