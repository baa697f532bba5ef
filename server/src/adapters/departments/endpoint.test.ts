import { describe, expect, it } from 'vitest'
import { isPublicAddress, pickAddress, readEndpoint } from './endpoint'

describe('[DEPT-R10] a listed address', () => {
  it.each([
    ['https://cg.example.gov.cn/onetrip', 'ok', 'ok'],
    ['https://cg.example.gov.cn:8443/a?b=c', 'ok', 'ok'],
    ['http://cg.example.gov.cn/onetrip', 'not-https', 'not-https'],
    ['http://localhost:3000/', 'not-https', 'ok'],
    ['http://127.0.0.1:3000/', 'not-https', 'ok'],
    ['http://127.1/', 'not-https', 'ok'],
    ['http://[::1]:3000/', 'not-https', 'ok'],
    ['https://127.0.0.1/', 'address-refused', 'ok'],
    ['https://localhost/', 'ok', 'ok'],
    ['http://localhost.example.cn/', 'not-https', 'not-https'],
    ['http://10.0.0.8/', 'not-https', 'not-https'],
    ['https://10.0.0.8/', 'address-refused', 'address-refused'],
    ['https://0x0a000008/', 'address-refused', 'address-refused'],
    ['https://169.254.169.254/latest', 'address-refused', 'address-refused'],
    ['https://[::ffff:10.0.0.8]/', 'address-refused', 'address-refused'],
    ['https://0/', 'address-refused', 'address-refused'],
    ['ftp://cg.example.gov.cn/', 'not-https', 'not-https'],
    ['file:///etc/passwd', 'not-https', 'not-https'],
    ['https://user:pass@cg.example.gov.cn/', 'credentials-in-url', 'credentials-in-url'],
    ['https://cg.example.gov.cn/#a', 'fragment-in-url', 'fragment-in-url'],
    ['cg.example.gov.cn', 'not-a-url', 'not-a-url'],
    ['', 'not-a-url', 'not-a-url'],
  ])('%s is %s; in the demo %s', (text, inProduction, inDemo) => {
    const verdict = (allowLoopback: boolean) => {
      const endpoint = readEndpoint(text, { allowLoopback })
      return endpoint.ok ? 'ok' : endpoint.error
    }
    expect([verdict(false), verdict(true)]).toEqual([inProduction, inDemo])
  })
})

describe('[DEPT-R10] what the name resolves to', () => {
  const pick = (text: string, allowLoopback: boolean, addresses: readonly string[]) => {
    const endpoint = readEndpoint(text, { allowLoopback })
    return endpoint.ok ? pickAddress(endpoint.value, addresses) : 'unlisted'
  }

  it.each([
    ['https://a.example/', false, ['58.20.1.2'], '58.20.1.2'],
    ['https://a.example/', false, ['58.20.1.2', '2408:8000::1'], '58.20.1.2'],
    ['https://a.example/', false, ['127.0.0.1'], undefined],
    ['https://a.example/', false, ['58.20.1.2', '192.168.1.1'], undefined],
    ['https://a.example/', false, [], undefined],
    ['https://a.example/', true, ['127.0.0.1'], '127.0.0.1'],
    ['https://a.example/', true, ['192.168.1.1'], undefined],
    ['http://localhost/', true, ['::1', '127.0.0.1'], '::1'],
    ['http://localhost/', true, ['58.20.1.2'], undefined],
  ])('%s (demo: %s) at %j is called at %s', (text, allowLoopback, addresses, expected) => {
    expect(pick(text, allowLoopback, addresses)).toBe(expected)
  })
})

describe('isPublicAddress', () => {
  it.each(['1.1.1.1', '58.20.0.1', '100.63.255.255', '100.128.0.0', '172.15.0.1', '172.32.0.1', '223.255.255.255'])(
    '%s is',
    (address) => expect(isPublicAddress(address)).toBe(true),
  )
  it.each(['2408:8000::1', '2606:4700::1111', '240e::1'])('%s is', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  )
  it.each([
    '0.0.0.0',
    '10.255.255.255',
    '100.64.0.1',
    '127.0.0.2',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.168.0.1',
    '198.19.0.1',
    '203.0.113.9',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '64:ff9b::a00:1',
    'fc00::1',
    'fe80::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:a00:1::',
    'localhost',
    '',
  ])('%j is not', (address) => expect(isPublicAddress(address)).toBe(false))
})
