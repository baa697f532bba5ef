import { createSfCourier } from '../adapters/couriers/sf'
import { createDepartmentDoor } from '../adapters/departments/door'
import { readEndpoint } from '../adapters/departments/endpoint'
import { createDepartmentGateway } from '../adapters/departments/gateway'
import { readPrivateKey, readPublicKey } from '../adapters/signing/keys'
import { resolveHost, sendPinned } from '../adapters/departments/send'
import type { Result } from '@onetrip/shared/lib/result'
import type { DepartmentDoor } from '../domain/department/door'
import { DepartmentOutage, type DepartmentGateway } from '../domain/department/gateway'
import { CourierOutage, type Courier } from '../domain/dispatch/courier'
import type { DispatchDesk } from '../domain/dispatch/courierOrder'
import type { OutsideSettings } from './outsideSettings'
import { clockWith, newId } from './parts'

export type OutsideWorld = {
  readonly courier: Courier
  readonly desk: DispatchDesk
  readonly gateway: DepartmentGateway
  readonly door: DepartmentDoor
}

const COURIER_TIMEOUT_MS = 15_000

/** The real time, wherever a rehearsal has set the house's clock: strangers judge our signatures by theirs. */
const wallClock = clockWith(0)

/** Opens the ways out. Throws at once when a key or an address is none; nobody is called yet. */
export function openOutside(settings: OutsideSettings, { isDemo }: { readonly isDemo: boolean }): OutsideWorld {
  return { courier: openCourier(settings), desk: settings.desk, ...openDepartment(settings, isDemo) }
}

function openCourier({ sf }: OutsideSettings): Courier {
  if (!sf) return NO_COURIER
  const { url: serviceUrl, partnerId, checkWord } = sf
  const deps = { serviceUrl, partnerId, checkWord, timeoutMs: COURIER_TIMEOUT_MS, fetch: globalThis.fetch }
  return createSfCourier({ ...deps, clock: wallClock, newRequestId: newId })
}

const notSetUp = async (): Promise<never> => {
  throw new CourierOutage('unreachable', 'no courier is set up')
}

/** Sendings wait, as in an outage, until somebody sets one up. */
const NO_COURIER: Courier = { book: notSetUp, findBooking: notSetUp, trace: notSetUp, cancel: notSetUp }

/** Announcements wait, as in an outage, until the department is connected. */
const NO_DEPARTMENT: DepartmentGateway = {
  announce: async () => {
    throw new DepartmentOutage('not-connected')
  },
}

function openDepartment({ department }: OutsideSettings, isDemo: boolean): Pick<OutsideWorld, 'gateway' | 'door'> {
  if (!department) {
    return { gateway: NO_DEPARTMENT, door: createDepartmentDoor({ findPublicKeys: () => [], clock: wallClock }) }
  }
  const { departmentId, url } = department
  const endpoint = getValue('ONETRIP_DEPARTMENT_URL', readEndpoint(url, { allowLoopback: isDemo }))
  const ourKey = getValue('ONETRIP_PRIVATE_KEY', readPrivateKey(department.ourKey))
  const theirKey = getValue('ONETRIP_DEPARTMENT_PUBLIC_KEY', readPublicKey(department.publicKey))
  return {
    gateway: createDepartmentGateway({
      findEndpoint: (_districtId, id) => (id === departmentId ? endpoint : undefined),
      privateKeys: [ourKey],
      now: wallClock,
      resolve: resolveHost,
      send: sendPinned,
    }),
    door: createDepartmentDoor({
      findPublicKeys: (id) => (id === departmentId ? [theirKey] : []),
      clock: wallClock,
    }),
  }
}

/** Names the variable and the rule that it breaks, never what it says: it may be a key. */
function getValue<T>(name: string, read: Result<T, unknown>): T {
  if (read.ok) return read.value
  throw new Error(`${name} is not as .env.example says it: ${JSON.stringify(read.error)}`)
}
