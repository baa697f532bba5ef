import * as z from 'zod/mini'
import type { PreviewWidth } from '@onetrip/shared/wire/preview'
import type { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import {
  DispatchListAnswer,
  InboxAnswer,
  OpenTaskAnswer,
  type DecideInput,
  type InboxInput,
  type OpenTaskInput,
} from '@onetrip/shared/wire/inbox'
import { OperationOutcome } from '@onetrip/shared/wire/push'
import { SignInAnswer, WhoAnswer, type SignInInput } from '@onetrip/shared/wire/session'
import { followPokes } from './pokes'
import { ask, type Reply } from './reply'
import type { ServerClient } from './serverClient'

/** All that the desk asks of the server. */
export type StaffApi = {
  readonly signIn: (input: SignInInput) => Promise<Reply<SignInAnswer>>
  readonly who: () => Promise<Reply<WhoAnswer>>
  readonly signOut: () => Promise<Reply<void>>
  readonly listInbox: (input: z.infer<typeof InboxInput>) => Promise<Reply<InboxAnswer>>
  readonly openTask: (input: z.infer<typeof OpenTaskInput>) => Promise<Reply<OpenTaskAnswer>>
  readonly decide: (input: DecideInput) => Promise<Reply<OperationOutcome>>
  readonly listDispatches: () => Promise<Reply<DispatchListAnswer>>
  /** Calls at once and whenever a feed of the reader's moves, until the returned function is called. */
  readonly watchPokes: (onPoke: () => void) => () => void
}

type StaffEdges = {
  /** In [0, 1). */
  readonly random: () => number
  /** Calls when the network may be back, until the returned function is called. */
  readonly onReturn: (run: () => void) => () => void
}

export function createStaffApi(client: ServerClient, { random, onReturn }: StaffEdges): StaffApi {
  return {
    signIn: (input) => ask(SignInAnswer, () => client.session.signIn.mutate(input)),
    who: () => ask(WhoAnswer, () => client.session.who.query()),
    signOut: () => ask(z.void(), () => client.session.signOut.mutate()),
    listInbox: (input) => ask(InboxAnswer, () => client.inbox.list.query(input)),
    openTask: (input) => ask(OpenTaskAnswer, () => client.task.open.query(input)),
    decide: (input) => ask(OperationOutcome, () => client.task.decide.mutate(input)),
    listDispatches: () => ask(DispatchListAnswer, () => client.dispatch.list.query()),
    watchPokes: (onPoke) => {
      const pokes = followPokes(client, { onPoke, random })
      const stopListening = onReturn(pokes.retry)
      return () => {
        stopListening()
        pokes.stop()
      }
    },
  }
}

/** Where a page of a case is served: with a width (pixels) as a picture, without one as it was handed in. */
export const scanUrl = (caseId: CaseId, scanId: ScanId, width?: PreviewWidth): string =>
  `/api/staff/scans/${caseId}/${scanId}${width === undefined ? '' : `?width=${width}`}`

export const documentUrl = (documentId: string): string => `/api/staff/documents/${documentId}`
