/** The browser has to have begun to read it by then. */
const READ_WITHIN_MS = 60_000

/** Saves as a download: the one way to a file that every browser of a tablet has. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), READ_WITHIN_MS)
}
