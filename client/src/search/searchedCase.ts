/** Somebody in a case, or to whom its result goes; empty where it is not known. */
export type SearchedPerson = { readonly name: string; readonly idNumber: string; readonly mobile: string }

/** What is searched of a case. The first of the people is the one under whose name it is listed. */
export type SearchedCase = {
  readonly caseId: string
  /** When it was taken in, or begun: newer ones are found first. An ISO time, so that it sorts as text. */
  readonly at: string
  /** Empty until it is handed in. */
  readonly receiptNumber: string
  readonly people: readonly SearchedPerson[]
  /** What is applied for. */
  readonly title: string
}

/** Why a case was found: the part of it that has what was typed, as it may be shown, and where it has that. */
export type Reason = {
  readonly field: 'name' | 'mobile' | 'id-number' | 'receipt' | 'title'
  /** Numbers of people are masked, but for what was typed of them. */
  readonly shown: string
  /** UTF-16 units of `shown`. */
  readonly from: number
  readonly to: number
  /** Whose it is, where it is not that of the first of the people. */
  readonly person?: string
}

/** A case that was found. `reasons`: one for what was typed as a whole, or one for each of its words. */
export type Hit = {
  readonly caseId: string
  readonly at: string
  /** Of the first of the people. */
  readonly name: string
  readonly title: string
  readonly reasons: readonly Reason[]
}

/** The best hits, best first, and how many there are in all. */
export type Hits = { readonly total: number; readonly best: readonly Hit[] }
export const NO_HITS: Hits = { total: 0, best: [] }
