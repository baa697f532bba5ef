import { createHash } from 'node:crypto'

/**
 * SF's msgDigest. SF checks it in Java, so it is over what `java.net.URLEncoder` makes of the text, byte by byte:
 * letters, digits and `. - * _` stay, a space becomes `+`, everything else `%XX`.
 */
export function msgDigest(msgData: string, timestamp: string, checkWord: string): string {
  return createHash('md5')
    .update(urlEncodeLikeJava(msgData + timestamp + checkWord))
    .digest('base64')
}

function urlEncodeLikeJava(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (byte) => {
    const character = String.fromCharCode(byte)
    if (/[a-zA-Z0-9.*_-]/.test(character)) return character
    return character === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')
}
