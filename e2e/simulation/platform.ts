import { createHash } from 'node:crypto'

/**
 * The disk in memory copies whatever is laid in and taken out. What tablets keep is plain data and bytes, and of those a
 * copy is made here in a fraction of the time; anything else is left to the platform.
 */
export function cloneQuickly(): void {
  if (structuredClone.name === 'quickClone') return
  const original = structuredClone
  const quickClone = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(quickClone)
    if (value instanceof ArrayBuffer) return value.slice(0)
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) return original(value)
    const copy: Record<string, unknown> = { ...value }
    for (const key of Object.keys(copy)) if (typeof copy[key] === 'object') copy[key] = quickClone(copy[key])
    return copy
  }
  globalThis.structuredClone = quickClone
}

/**
 * WebCrypto works on other threads and answers in no order; nothing may be in no order here. Hashes come from Node, at
 * once. Nothing else of WebCrypto is used in a history.
 */
export function hashAtOnce(): void {
  const digest: SubtleCrypto['digest'] = async (algorithm, bytes) => {
    if (algorithm !== 'SHA-256') throw new Error(`no history asks for ${JSON.stringify(algorithm)}`)
    const view = ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : bytes
    return Uint8Array.from(createHash('sha256').update(new Uint8Array(view)).digest()).buffer
  }
  Object.defineProperty(crypto.subtle, 'digest', { value: digest, configurable: true })
}
