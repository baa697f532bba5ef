export type Photo = {
  readonly id: string
  /** An object URL; whoever made it revokes it. */
  readonly url: string
}
