/** A signature on glass, as a picture: JPEG, dark on white. */
export type DrawnSignature = { readonly jpeg: Uint8Array<ArrayBuffer> }

/** The bytes in a `data:…;base64,` address. */
export function readDataUrl(address: string): Uint8Array<ArrayBuffer> {
  const text = atob(address.slice(address.indexOf(',') + 1))
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
