import { router } from '../trpc'
import { append } from './append'
import { keys } from './keys'
import { offer } from './offer'
import { pokes } from './pokes'
import { pull } from './pull'
import { push } from './push'
import { stand } from './stand'

export const syncRouter = router({ push, pull, offer, append, pokes, keys, stand })
