const SEGMENT_BYTES = 65_533

/**
 * A sound JPEG blown up to `bytes` or a little more by comment segments after its first marker: every program opens it,
 * so only its size can be the reason to refuse it. Made when a test runs; 21 MB have no place in a repository.
 */
export function oversizedJpeg(jpeg: Uint8Array, bytes = 21 * 1024 * 1024): Uint8Array {
  const segment = Buffer.alloc(SEGMENT_BYTES + 2, 0x20)
  // COM (FF FE), then the length, which counts itself.
  segment.set([0xff, 0xfe, SEGMENT_BYTES >> 8, SEGMENT_BYTES & 0xff])
  const count = Math.max(0, Math.ceil((bytes - jpeg.length) / segment.length))
  return Buffer.concat([jpeg.subarray(0, 2), ...Array.from({ length: count }, () => segment), jpeg.subarray(2)])
}
