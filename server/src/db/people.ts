import type { Department, District, Station } from '@onetrip/shared/catalogue/district'
import type { DistrictId, PostId } from '@onetrip/shared/lib/ids'
import type { Instant, PlainDate } from '@onetrip/shared/lib/time'
import type { Tx } from './transaction'

export type PostRow = {
  readonly postId: PostId
  readonly personId: string
  readonly role: 'agent' | 'reviewer' | 'dispatcher' | 'admin'
  /** The station id of an agent, the department id of a reviewer, the district id of the others. */
  readonly unitId: string
}

/** A post with what is shown of it: the holder's name, and whichever unit it belongs to. */
export type NamedPost = PostRow & {
  readonly name: string
  readonly station: Station | null
  readonly department: Department | null
  readonly district: District
}

const SELECT_POST = `
  select post.post_id as "postId", post.person_id as "personId", post.role, post.unit_id as "unitId", person.name,
         person.password_hash as "passwordHash", station.body as station, department.body as department,
         district.body as district
    from person
    join district on district.district_id = person.district_id
    join post on post.district_id = person.district_id and post.person_id = person.person_id
    left join station on station.district_id = post.district_id and station.station_id = post.unit_id
    left join department on department.district_id = post.district_id and department.department_id = post.unit_id`

/** Whom a login name stands for: the post of one of these roles that is held at `now`, the newest when there are several. */
export async function findPostByLogin(
  tx: Tx,
  districtId: DistrictId,
  key: { readonly loginName: string; readonly roles: readonly string[]; readonly now: Instant },
): Promise<(NamedPost & { readonly passwordHash: string }) | undefined> {
  const [row] = await tx.query<NamedPost & { passwordHash: string }>(
    `${SELECT_POST}
      where person.district_id = $1 and person.login_name = $2 and post.role = any($3)
        and ($4::timestamptz at time zone (district.body->>'timeZone'))::date
            between post.held_from and coalesce(post.held_to, 'infinity')
      order by post.held_from desc, post.post_id limit 1`,
    [districtId, key.loginName, key.roles, key.now],
  )
  return row
}

/** The post with its names, held or not; undefined when there is none. */
export async function findNamedPost(tx: Tx, districtId: DistrictId, postId: string): Promise<NamedPost | undefined> {
  const [row] = await tx.query<NamedPost>(`${SELECT_POST} where post.district_id = $1 and post.post_id = $2`, [
    districtId,
    postId,
  ])
  return row
}

export type NewPerson = {
  readonly personId: string
  readonly name: string
  readonly loginName: string
  /** argon2id, in the PHC string format. */
  readonly passwordHash: string
  readonly post: Omit<PostRow, 'personId'> & { readonly heldFrom: PlainDate }
}

/** Gives the holder of a login name another password; false when there is no such name. */
export async function setPassword(
  tx: Tx,
  districtId: DistrictId,
  { loginName, passwordHash }: Pick<NewPerson, 'loginName' | 'passwordHash'>,
): Promise<boolean> {
  const written = await tx.execute('update person set password_hash = $3 where district_id = $1 and login_name = $2', [
    districtId,
    loginName,
    passwordHash,
  ])
  return written > 0
}

/** Which of these login names are somebody's. */
export async function findLoginNames(
  tx: Tx,
  districtId: DistrictId,
  loginNames: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.query<{ loginName: string }>(
    'select login_name as "loginName" from person where district_id = $1 and login_name = any($2)',
    [districtId, loginNames],
  )
  return new Set(rows.map(({ loginName }) => loginName))
}

/** Adds a person in a post. Throws when the login name is taken. */
export async function addPerson(tx: Tx, districtId: DistrictId, person: NewPerson): Promise<void> {
  const { personId, name, loginName, passwordHash, post } = person
  await tx.execute(
    `insert into person (district_id, person_id, name, login_name, password_hash) values ($1, $2, $3, $4, $5)`,
    [districtId, personId, name, loginName, passwordHash],
  )
  await tx.execute(
    `insert into post (district_id, post_id, person_id, role, unit_id, held_from) values ($1, $2, $3, $4, $5, $6)`,
    [districtId, post.postId, personId, post.role, post.unitId, post.heldFrom],
  )
}
