/**
 * A code as a hurried hand types or pastes it, made plain: full-width forms from a Chinese input method,
 * lower case, spaces, dashes and invisible characters do not make it another code.
 */
export const compactCode = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\p{Pd}\p{Cf}]/gu, '')
    .toUpperCase()
