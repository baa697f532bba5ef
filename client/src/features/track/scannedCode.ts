import { normaliseQueryCode, type QueryCode } from '@onetrip/shared/lib/queryCode'

/** The code in `#code=…`; undefined when there is none, or none that can be one. */
export function readScannedCode(hash: string): QueryCode | undefined {
  const text = new URLSearchParams(hash.replace(/^#/, '')).get('code')
  const code = text === null ? undefined : normaliseQueryCode(text)
  return code?.ok ? code.value : undefined
}
