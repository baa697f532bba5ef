/** What the server records of a case, as it names it on the wire. An app older than the server may meet others. */
export const CASE_EVENT_KINDS = [
  'submitted',
  'scan-replaced',
  'received',
  'correction-required',
  'correction-answered',
  'corrected',
  'content-changed',
  'accepted',
  'not-accepted',
  'approved',
  'denied',
  'issued',
  'dispatch-requested',
  'dispatch-moved',
  'delivered',
  'refusal-served',
  'operation-settled',
] as const
export type CaseEventKind = (typeof CASE_EVENT_KINDS)[number]

/** The kind whose words say it; `other` for one that this app does not know yet. */
export const readEventKind = (kind: string): CaseEventKind | 'other' =>
  CASE_EVENT_KINDS.find((known) => known === kind) ?? 'other'
