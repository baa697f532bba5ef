// The tablets of a storm, in a process of their own: what they cost is not the server's, nor the judge's.
import type { StormSize } from './stormSize'
import { prepareTablets, type StormTablets } from './tablets'

/** What may be asked of this process, one after the other. */
export type Wish =
  | { readonly wish: 'prepare'; readonly size: StormSize }
  | { readonly wish: 'return-one' | 'return-all' | 'read-evidence' }

const known: { tablets?: StormTablets } = {}

process.on('message', (wish: Wish) => {
  void fulfil(wish).then(
    (answer) => process.send?.({ answer }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
// Whoever started it has ended.
process.once('disconnect', () => process.exit())

async function fulfil(wish: Wish): Promise<unknown> {
  if (wish.wish === 'prepare') {
    known.tablets = await prepareTablets(wish.size)
    return undefined
  }
  const { tablets } = known
  if (!tablets) throw new Error('nothing is prepared')
  switch (wish.wish) {
    case 'return-one':
      return tablets.returnOne()
    case 'return-all':
      return tablets.returnAll()
    case 'read-evidence':
      tablets.stop()
      return tablets.readEvidence()
  }
}
