import type { NamedFile } from '../../db/backupFacts'

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB']

export function describeBytes(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1)
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power] ?? ''}`
}

/** As it is found under a data folder or a folder of backups. */
export const nameFile = ({ store, id }: Pick<NamedFile, 'store' | 'id'>): string =>
  `${store}/${id.slice(0, 2)}/${id.slice(2, 4)}/${id}`
