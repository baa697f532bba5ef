import { createHash } from 'node:crypto'

/**
 * SF's msgDigest: Base64 of the MD5 bytes of Java's `URLEncoder.encode(msgData + timestamp + checkWord, "UTF-8")`.
 * `msgData` must be the very string that is sent. Source: 丰桥 developer page 976720, 数字签名认证.
 */
export function sfDigest(msgData: string, timestamp: string, checkWord: string): string {
  const signed = encodeLikeJava(msgData + timestamp + checkWord)
  return createHash('md5').update(signed, 'utf8').digest('base64')
}

// Java's encoder writes a space as `+` and escapes five characters that encodeURIComponent leaves alone; both keep `*`.
function encodeLikeJava(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replaceAll(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}
