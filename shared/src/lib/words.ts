import * as z from 'zod/mini'

/** Line breaks and tabs are writing; other control characters and half surrogate pairs cannot be stored as text. */
const WRITING = /^(?:[\n\t]|[^\p{Cc}\p{Cs}])*$/u

/** Words that somebody writes for others to read: trimmed, then 1 to `max` characters, and nothing but writing. */
export const words = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max), z.regex(WRITING))
