import type { DepartmentId, DistrictId } from '@onetrip/shared/lib/ids'
import type { Instant } from '@onetrip/shared/lib/time'
import type { Tx } from './transaction'

/** How far back to look, and how much to take on. */
export type LookBack = { readonly madeBefore: Instant; readonly limit: number }

/** What no department has answered yet, oldest first. What one refused is not in it: that is a person's matter. */
export async function findUntoldAnnouncements(
  tx: Tx,
  districtId: DistrictId,
  { madeBefore, limit }: LookBack,
): Promise<{ readonly messageId: string; readonly departmentId: DepartmentId }[]> {
  return tx.query<{ messageId: string; departmentId: DepartmentId }>(
    `select message_id as "messageId", department_id as "departmentId" from announcement
      where district_id = $1 and announced_at is null and answer is null and made_at <= $2
      order by made_at limit $3`,
    [districtId, madeBefore, limit],
  )
}

/** Written acts without their file, oldest first. */
export async function findUnprintedDocuments(
  tx: Tx,
  districtId: DistrictId,
  { madeBefore, limit }: LookBack,
): Promise<string[]> {
  const rows = await tx.query<{ documentId: string }>(
    `select document_id as "documentId" from document
      where district_id = $1 and file_sha256 is null and made_at <= $2 order by made_at limit $3`,
    [districtId, madeBefore, limit],
  )
  return rows.map(({ documentId }) => documentId)
}

/** How many have waited since before then: for an answer, for a person after a department's no, for their file. */
export type LeftBehind = { readonly untold: number; readonly refused: number; readonly unprinted: number }

export async function countLeftBehind(tx: Tx, districtId: DistrictId, madeBefore: Instant): Promise<LeftBehind> {
  const [row] = await tx.query<LeftBehind>(
    `select count(*) filter (where answer is null) as untold, count(*) filter (where answer is not null) as refused,
            (select count(*) from document where district_id = $1 and file_sha256 is null and made_at <= $2) as unprinted
       from announcement where district_id = $1 and announced_at is null and made_at <= $2`,
    [districtId, madeBefore],
  )
  if (!row) throw new Error('an aggregate always has one row')
  return row
}
