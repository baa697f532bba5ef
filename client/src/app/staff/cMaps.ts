// Chinese PDFs often name their encoding instead of carrying it; without these tables their text stays blank.
const urlByName = new Map(
  Object.entries(
    import.meta.glob<string>('../../../node_modules/pdfjs-dist/cmaps/*.bcmap', {
      query: '?url',
      import: 'default',
      eager: true,
    }),
  ).map(([path, url]) => [path.replace(/^.*\/(.+)[.]bcmap$/, '$1'), url]),
)

type CMapData = { readonly cMapData: Uint8Array; readonly isCompressed: true }

/** The tables from our own build, each fetched when a file names it. pdf.js calls `new` on what it is handed. */
export function createCMapReader() {
  return class {
    async fetch({ name }: { readonly name: string }): Promise<CMapData> {
      const url = urlByName.get(name)
      if (!url) throw new Error(`no character map ${name}`)
      const response = await fetch(url)
      if (!response.ok) throw new Error(`character map ${name}: ${response.status}`)
      return { cMapData: new Uint8Array(await response.arrayBuffer()), isCompressed: true }
    }
  }
}
