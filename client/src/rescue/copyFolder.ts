/** A folder of files that the browser keeps apart from its database. */
export type CopyFolder = {
  readonly list: () => Promise<readonly string[]>
  /** Undefined when there is none of that name. */
  readonly read: (name: string) => Promise<Blob | undefined>
  /** Whole or not at all: a file that is there under its name was written to its end. */
  readonly write: (name: string, content: Blob) => Promise<void>
  readonly remove: (name: string) => Promise<void>
}
