import type { IntakeDraft } from '@onetrip/shared/case/intakeDraft'
import { findItem, type Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { intakeForm, type IntakeForm } from '@onetrip/shared/catalogue/intakeForm'
import type { ItemRef, ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import type { Theme } from '@onetrip/shared/catalogue/theme'

type Chosen = Pick<IntakeDraft, 'items'> & { readonly theme?: IntakeDraft['theme'] | undefined }

/** The item versions that an application names, as far as this tablet has them. */
export const itemsOf = (items: readonly ItemRef[], catalogue: Catalogue): ServiceItem[] =>
  items.flatMap((ref) => findItem(catalogue, ref) ?? [])

export const themeOf = ({ theme }: Chosen, catalogue: Catalogue): Theme | undefined =>
  catalogue.themes.find((one) => one.themeCode === theme?.themeCode && one.version === theme.version)

/** What is asked for, by what has been answered. */
export const formOf = (draft: Chosen & Pick<IntakeDraft, 'fields'>, catalogue: Catalogue): IntakeForm =>
  intakeForm(itemsOf(draft.items, catalogue), draft.fields, themeOf(draft, catalogue))

/** What the application is called: the theme, or its items; empty while nothing is chosen. */
export const titleOf = (chosen: Chosen, catalogue: Catalogue): string =>
  themeOf(chosen, catalogue)?.name ??
  itemsOf(chosen.items, catalogue)
    .map((item) => item.name)
    .join('、')
