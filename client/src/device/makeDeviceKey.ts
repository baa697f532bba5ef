import { toBase64 } from '@onetrip/shared/lib/base64'
import { DevicePublicKey } from '@onetrip/shared/wire/session'

/** The device's own key. The private half can be used here and can be taken nowhere else. */
export type DeviceKey = { readonly signingKey: CryptoKey; readonly publicKey: DevicePublicKey }

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** A new ECDSA P-256 key, the public half as the raw point in base64. */
export async function makeDeviceKey(): Promise<DeviceKey> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(P256, false, ['sign', 'verify'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
  return { signingKey: privateKey, publicKey: DevicePublicKey.parse(toBase64(point)) }
}
