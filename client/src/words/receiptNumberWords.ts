import { formatReceiptNumber, ReceiptNumber } from '@onetrip/shared/lib/receiptNumber'

/** A receipt number in the groups in which it is printed; whatever is none stays as it is. */
export function receiptNumberWords(number: string): string {
  const parsed = ReceiptNumber.safeParse(number)
  return parsed.success ? formatReceiptNumber(parsed.data) : number
}
