import * as z from 'zod/mini'
import type { Pool } from 'pg'
import { departmentNameOn } from '@onetrip/shared/catalogue/district'
import { PostId, type RandomBytes } from '@onetrip/shared/lib/ids'
import { mintRegistrationCode, RegistrationCode } from '@onetrip/shared/lib/registrationCode'
import type { Instant, PlainDate } from '@onetrip/shared/lib/time'
import { addPerson, findLoginNames, setPassword } from '../../db/people'
import { addDemoCode } from '../../db/registrationCodes'
import { inTransaction } from '../../db/transaction'
import type { Passwords } from '../access/passwords'
import { hashRegistrationCode } from '../access/registrationCode'
import type { Sha256Hex } from '../case/chainEvents'
import type { DistrictData } from '../catalogue/districtData'
import { DEMO_HELD_FROM, DEMO_POSTS, type DemoPost } from './demoPosts'
import { preparerOf } from './prepareDistrict'

/** One line of the demo's list of sign-ins, as it is kept in the data folder and printed at the start. */
export const DemoSignIn = z.object({
  role: z.string(),
  name: z.string(),
  loginName: z.string(),
  password: z.string(),
  app: z.enum(['agent', 'staff', 'resident']),
  unitName: z.string(),
  /** An agent's: lets any number of new tablets in at the station. Lists of before have none. */
  registrationCode: z.optional(RegistrationCode),
})
export type DemoSignIn = z.infer<typeof DemoSignIn>

/** A new list with new passwords. */
export function makeDemoSignIns(data: DistrictData, random: RandomBytes, today: PlainDate): DemoSignIn[] {
  const people = DEMO_POSTS.map(({ role, name, loginName, app, unit }) => {
    return { role, name, loginName, app, unitName: unitName(data, unit, today), password: mintPassword(random) }
  })
  return withRegistrationCodes(people, random)
}

/** A list of before, with whoever has come to the demo since. */
export function withNewPeople(
  kept: readonly DemoSignIn[],
  { data, random, today }: { readonly data: DistrictData; readonly random: RandomBytes; readonly today: PlainDate },
): DemoSignIn[] {
  const known = new Set(kept.map(({ loginName }) => loginName))
  return [...kept, ...makeDemoSignIns(data, random, today).filter(({ loginName }) => !known.has(loginName))]
}

/** The same list, with a code for each agent that has none yet. */
export const withRegistrationCodes = (signIns: readonly DemoSignIn[], random: RandomBytes): DemoSignIn[] =>
  signIns.map((one) => {
    const hasNone = one.role === 'agent' && one.registrationCode === undefined
    return hasNone ? { ...one, registrationCode: mintRegistrationCode(random) } : one
  })

export type DemoParts = {
  readonly pool: Pool
  readonly data: DistrictData
  readonly passwords: Passwords
  readonly newId: () => string
}

/** Lets these people sign in. Who is there already keeps the password, unless the list is new. */
export async function saveDemoPeople(
  { pool, data, passwords, newId }: DemoParts,
  signIns: readonly DemoSignIn[],
  { isNewList }: { readonly isNewList: boolean },
): Promise<void> {
  const { districtId } = data.district
  await inTransaction(pool, preparerOf(districtId), async (tx) => {
    const names = signIns.map(({ loginName }) => loginName)
    const known = isNewList ? new Set<string>() : await findLoginNames(tx, districtId, names)
    const wanted = signIns.filter(({ loginName }) => !known.has(loginName))
    const hashes = await Promise.all(wanted.map(({ password }) => passwords.hash(password)))
    for (const [index, { loginName, name }] of wanted.entries()) {
      const passwordHash = hashes[index] ?? ''
      if (await setPassword(tx, districtId, { loginName, passwordHash })) continue
      const post = DEMO_POSTS.find((one) => one.loginName === loginName)
      if (!post) throw new Error(`${loginName} is in the list of sign-ins and no demo post`)
      const held = { postId: PostId.parse(newId()), role: post.role, unitId: unitIdOf(data, post.unit) }
      const person = { personId: newId(), name, loginName, passwordHash }
      await addPerson(tx, districtId, { ...person, post: { ...held, heldFrom: DEMO_HELD_FROM } })
    }
  })
}

export type DemoCodeParts = Pick<DemoParts, 'pool' | 'data' | 'newId'> & {
  readonly sha256Hex: Sha256Hex
  readonly now: Instant
}

/** Makes the codes of the list known. A server that is no demo takes none of them. */
export async function saveDemoCodes(
  { pool, data, newId, sha256Hex, now }: DemoCodeParts,
  signIns: readonly DemoSignIn[],
): Promise<void> {
  const { districtId } = data.district
  await inTransaction(pool, preparerOf(districtId), async (tx) => {
    for (const { loginName, registrationCode } of signIns) {
      const post = DEMO_POSTS.find((one) => one.loginName === loginName)
      if (!registrationCode || !post) continue
      const codeSha256 = hashRegistrationCode(sha256Hex, registrationCode)
      const stationId = unitIdOf(data, post.unit)
      await addDemoCode(tx, districtId, { codeId: newId(), stationId, codeSha256, mintedAt: now })
    }
  })
}

function unitIdOf({ district }: DistrictData, unit: DemoPost['unit']): string {
  if (unit === 'district') return district.districtId
  return 'stationId' in unit ? unit.stationId : unit.departmentId
}

function unitName(data: DistrictData, unit: DemoPost['unit'], today: PlainDate): string {
  const id = unitIdOf(data, unit)
  const station = data.stations.find(({ stationId }) => stationId === id)
  const department = data.departments.find(({ departmentId }) => departmentId === id)
  if (unit !== 'district' && !station && !department) throw new Error(`no station or department ${id} in the district`)
  return station?.name ?? (department ? departmentNameOn(department, today) : data.district.name)
}

/** No look-alikes; 32 letters, so that each byte gives five fair bits. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

/** Sixteen letters in four groups, to be typed from a terminal: 80 random bits. */
function mintPassword(random: RandomBytes): string {
  const letters = Array.from(random(16), (byte) => LETTERS.charAt(byte % LETTERS.length))
  return [0, 4, 8, 12].map((start) => letters.slice(start, start + 4).join('')).join('-')
}
