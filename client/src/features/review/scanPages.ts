import type { ScanId } from '@onetrip/shared/lib/ids'
import type { TaskDetail } from '@onetrip/shared/wire/inbox'

/** One page image, or one whole PDF, in the order of the item's materials. */
export type ScanPage = {
  readonly scanId: ScanId
  readonly materialCode: string
  readonly materialName: string
  /** From 1, within its material. */
  readonly page: number
  readonly pageCount: number
  readonly isPdf: boolean
  readonly hasArrived: boolean
}

export function scanPages({ item, materials }: TaskDetail): ScanPage[] {
  return materials.flatMap(({ code, pages }) =>
    pages.map(({ scanId, mediaType, hasArrived }, index) => ({
      scanId,
      materialCode: code,
      materialName: item.materials.find((spec) => spec.code === code)?.name ?? code,
      page: index + 1,
      pageCount: pages.length,
      isPdf: mediaType === 'application/pdf',
      hasArrived,
    })),
  )
}
