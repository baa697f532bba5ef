import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

export type OwnDisk = {
  readonly path: string
  /** Makes it so many megabytes big. */
  readonly resize: (megabytes: number) => void
  readonly unmount: () => void
}

/** A disk of its own, in memory; undefined where none can be mounted (that needs root). It goes with the process. */
export function mountDisk(folder: string, megabytes: number): OwnDisk | undefined {
  const path = join(folder, 'disk')
  mkdirSync(path)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]).status !== 0) return undefined
  // Also when somebody interrupts the lane. A process that was killed a moment ago may still hold a file: `-l`.
  const unmount = (): void => void spawnSync('umount', ['-l', path])
  process.once('exit', unmount)
  return {
    path,
    resize: (size) => void spawnSync('mount', ['-o', `remount,size=${size}m`, path]),
    unmount,
  }
}
