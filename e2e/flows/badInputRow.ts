import type { Page } from '@playwright/test'
import type { World } from '../house/world'

/** One thing that goes wrong, and what a person then reads. */
export type BadInput = {
  readonly title: string
  readonly sentence: string | RegExp
  /** Lets it go wrong; starts at the page of the draft. */
  readonly act: (given: Given) => Promise<void>
  /** What the browser rightly says of it meanwhile. */
  readonly complaint?: RegExp
  /** Ends what would hinder the next case too. */
  readonly undo?: (given: Given) => Promise<void>
}

export type Given = { readonly world: World; readonly page: Page; readonly openDraft: () => Promise<void> }

/** An application that asks little: what is taken in after each mishap. */
export const NEXT_CASE = { search: '失业登记', title: '失业登记' } as const
