import { chmod, mkdir } from 'node:fs/promises'

/**
 * Makes the folder that holds everything of this installation: others may pass through it (PostgreSQL runs under another
 * account) but not read it. One that exists keeps its mode.
 */
export async function makeDataFolder(path: string): Promise<void> {
  const firstMade = await mkdir(path, { recursive: true })
  if (firstMade !== undefined) await chmod(path, 0o711)
}
