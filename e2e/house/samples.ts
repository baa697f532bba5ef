import { resolve } from 'node:path'

/** A photographed paper of `e2e/samples`. The boot script starts the story in the project's folder. */
export const sample = (name: string): string => resolve('e2e', 'samples', name)
