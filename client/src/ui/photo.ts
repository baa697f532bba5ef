export type Photo = {
  readonly id: string
  /** An object URL; whoever made it revokes it. Undefined when the bytes are not on this device. */
  readonly url: string | undefined
  /** A small picture to show in its place; whoever made it closes it. */
  readonly thumb?: ImageBitmap | undefined
  /** A PDF: shown as a sheet with its name, for the browser draws no thumbnail of it. */
  readonly isDocument?: boolean
}
