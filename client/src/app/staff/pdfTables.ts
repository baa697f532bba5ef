// Chinese PDFs often name their encoding instead of carrying it; without these tables their text stays blank.
const urlByName = new Map(
  Object.entries(
    import.meta.glob<string>('../../../node_modules/pdfjs-dist/cmaps/*.bcmap', {
      query: '?url',
      import: 'default',
      eager: true,
    }),
  ).map(([path, url]) => [path.replace(/^.*\//, ''), url]),
)

/** Hands out the tables of our own build, each fetched when a file names it. pdf.js calls `new` on what it is given. */
export function createTableReader() {
  return class {
    async fetch({ filename }: { readonly filename: string }): Promise<Uint8Array> {
      const url = urlByName.get(filename)
      if (!url) throw new Error(`no table ${filename}`)
      const response = await fetch(url)
      if (!response.ok) throw new Error(`table ${filename}: ${response.status}`)
      return new Uint8Array(await response.arrayBuffer())
    }
  }
}
