import * as z from 'zod/mini'
import type { PreviewWidth } from '@onetrip/shared/wire/preview'
import type { CaseId, ScanId } from '@onetrip/shared/lib/ids'
import {
  CallCodeBackAnswer,
  DeviceListAnswer,
  MintCodeAnswer,
  RevokeDeviceAnswer,
  type CallCodeBackInput,
  type MintCodeInput,
  type RevokeDeviceInput,
} from '@onetrip/shared/wire/device'
import {
  DispatchListAnswer,
  InboxAnswer,
  OpenTaskAnswer,
  type DecideInput,
  type InboxInput,
  type OpenTaskInput,
} from '@onetrip/shared/wire/inbox'
import { DecideRecoveryAnswer, RecoveryListAnswer, type DecideRecoveryInput } from '@onetrip/shared/wire/recovery'
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
  readonly listDevices: () => Promise<Reply<DeviceListAnswer>>
  readonly mintCode: (input: MintCodeInput) => Promise<Reply<MintCodeAnswer>>
  readonly callCodeBack: (input: CallCodeBackInput) => Promise<Reply<CallCodeBackAnswer>>
  readonly revokeDevice: (input: RevokeDeviceInput) => Promise<Reply<RevokeDeviceAnswer>>
  readonly listRecoveries: () => Promise<Reply<RecoveryListAnswer>>
  readonly decideRecovery: (input: DecideRecoveryInput) => Promise<Reply<DecideRecoveryAnswer>>
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
    listDevices: () => ask(DeviceListAnswer, () => client.device.list.query()),
    mintCode: (input) => ask(MintCodeAnswer, () => client.device.mintCode.mutate(input)),
    callCodeBack: (input) => ask(CallCodeBackAnswer, () => client.device.callCodeBack.mutate(input)),
    revokeDevice: (input) => ask(RevokeDeviceAnswer, () => client.device.revoke.mutate(input)),
    listRecoveries: () => ask(RecoveryListAnswer, () => client.recovery.list.query()),
    decideRecovery: (input) => ask(DecideRecoveryAnswer, () => client.recovery.decide.mutate(input)),
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
