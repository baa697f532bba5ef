import type { Catalogue } from '@onetrip/shared/catalogue/catalogue'
import { itemOn, type NotInForce } from '@onetrip/shared/catalogue/inForce'
import { prepareSearch, type CatalogueSearch, type Searchable } from '@onetrip/shared/catalogue/search'
import type { ServiceItem } from '@onetrip/shared/catalogue/serviceItem'
import type { Theme } from '@onetrip/shared/catalogue/theme'
import type { PlainDate } from '@onetrip/shared/lib/time'
import type { Beginning } from './newDraft'

/** Something that a person can ask for. `ended`: it is found, too, so that the asking gets its answer. */
export type Offer = Searchable & { readonly id: string } & (
    | { readonly kind: 'theme'; readonly theme: Theme }
    | { readonly kind: 'item'; readonly item: ServiceItem }
    | { readonly kind: 'ended'; readonly item: ServiceItem; readonly answer: NotInForce }
  )

/** Themes first, then items; each item once, in the version of the day. */
export function offersOn(catalogue: Catalogue, today: PlainDate): Offer[] {
  const themes = newestThemes(catalogue).map((theme): Offer => ({
    ...named(theme, theme.themeCode),
    kind: 'theme',
    theme,
  }))
  const items = [...catalogue.itemVersions.values()].flatMap((versions): Offer[] => {
    const answer = itemOn(versions, today)
    if (answer.ok) return [{ ...named(answer.value, answer.value.itemCode), kind: 'item', item: answer.value }]
    const item = versions.toSorted((a, b) => b.version - a.version)[0]
    return item ? [{ ...named(item, item.itemCode), kind: 'ended', item, answer: answer.error }] : []
  })
  return [...themes, ...items.toSorted((a, b) => Number(a.kind === 'ended') - Number(b.kind === 'ended'))]
}

export const searchOffers = (catalogue: Catalogue, today: PlainDate): CatalogueSearch<Offer> =>
  prepareSearch(offersOn(catalogue, today))

/** What an application for it begins with. */
export function beginningOf(offer: Exclude<Offer, { kind: 'ended' }>, catalogue: Catalogue): Beginning {
  if (offer.kind === 'item') {
    const { itemCode, version, applicants } = offer.item
    return { items: [{ itemCode, version }], applicants }
  }
  const { themeCode, version, lead } = offer.theme
  const leading = catalogue.itemVersions.get(lead)?.at(-1)
  return { items: [], theme: { themeCode, version }, applicants: leading?.applicants ?? ['person'] }
}

const named = ({ name, alsoKnownAs, pinyin }: Searchable, id: string): Searchable & { readonly id: string } => ({
  id,
  name,
  alsoKnownAs,
  pinyin,
})

function newestThemes({ themes }: Catalogue): Theme[] {
  const newest = new Map<string, Theme>()
  for (const theme of themes.toSorted((a, b) => a.version - b.version)) newest.set(theme.themeCode, theme)
  return [...newest.values()]
}
