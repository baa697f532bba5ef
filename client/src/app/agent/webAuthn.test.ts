// Goal: what a browser says of an authenticator becomes one of our answers, and it is asked for what we mean: offline,
// the person made sure of. Method: a browser's `credentials` that answers as the test says.
import { expect, it, vi } from 'vitest'
import { random } from '../../../test/aVault'
import { createWebAuthn, type WebAuthnParts } from './webAuthn'

const ID = Uint8Array.of(1, 2, 3).buffer
const SALT = new Uint8Array(32).fill(7).buffer
const SECRET = new Uint8Array(32).fill(9)
const ASKED = { credentialId: ID, transports: ['internal'], salt: SALT } as const
const OWNER = { id: 'v-1', name: '刘敏', unitName: '五一社区' }

type Prf = AuthenticationExtensionsClientOutputs['prf']

// As much of a credential as is read.
const credential = (prf: Prf, told: readonly string[] = ['hybrid', 'internal', 'by-pigeon']) =>
  ({
    rawId: ID,
    response: { getTransports: () => told },
    getClientExtensionResults: () => ({ prf }),
  }) as unknown as PublicKeyCredential

function aBrowser(answer: () => Promise<Credential | null>, capabilities: Record<string, boolean> = {}) {
  const create = vi.fn<CredentialsContainer['create']>(answer)
  const get = vi.fn<CredentialsContainer['get']>(answer)
  const parts: WebAuthnParts = {
    credentials: { create, get },
    readCapabilities: async () => capabilities,
    appName: () => '最多跑一次',
    random,
  }
  return { create, get, authenticator: createWebAuthn(parts) }
}

it.each([
  [{ enabled: true }, { hasNoSecrets: false, secret: undefined }],
  [
    { enabled: true, results: { first: SECRET.buffer } },
    { hasNoSecrets: false, secret: SECRET },
  ],
  [{ enabled: false }, { hasNoSecrets: true, secret: undefined }],
  // A browser that knows nothing of it: the authenticator may still.
  [undefined, { hasNoSecrets: false, secret: undefined }],
] satisfies [Prf, object][])('[VAULT-R18] reads from %j what was made', async (prf, made) => {
  const { authenticator, create } = aBrowser(async () => credential(prf))
  expect(await authenticator.create({ owner: OWNER, salt: SALT })).toEqual({
    kind: 'made',
    credentialId: ID,
    transports: ['internal'],
    ...made,
  })
  expect(create.mock.calls[0]?.[0]?.publicKey).toMatchObject({
    rp: { name: '最多跑一次' },
    user: { name: '刘敏', displayName: '刘敏 · 五一社区' },
    authenticatorSelection: { userVerification: 'required' },
    extensions: { prf: { eval: { first: SALT } } },
  })
})

it('[VAULT-R18] asks the one credential, with a challenge of its own each time, and copies the secret', async () => {
  const view = new Uint8Array([0, ...SECRET, 0]).subarray(1, 33)
  const { authenticator, get } = aBrowser(async () => credential({ results: { first: view } }))
  const ask = () => authenticator.ask(ASKED)
  expect(await ask()).toEqual({ kind: 'secret', secret: SECRET })
  await ask()
  const [first, second] = get.mock.calls.map(([options]) => options?.publicKey)
  expect(first).toMatchObject({
    allowCredentials: [{ type: 'public-key', id: ID, transports: ['internal'] }],
    userVerification: 'required',
    extensions: { prf: { eval: { first: SALT } } },
  })
  expect(first?.challenge).not.toEqual(second?.challenge)
})

it('[VAULT-R18] names no way to a credential of which the browser told none', async () => {
  const { authenticator, get } = aBrowser(async () => credential({ results: { first: SECRET } }))
  await authenticator.ask({ ...ASKED, transports: [] })
  expect(get.mock.calls[0]?.[0]?.publicKey?.allowCredentials).toEqual([{ type: 'public-key', id: ID }])
})

it('[VAULT-R18] says that there is no secret where the browser names none', async () => {
  const { authenticator } = aBrowser(async () => credential({}))
  expect(await authenticator.ask(ASKED)).toEqual({ kind: 'unsupported' })
})

it.each([
  ['NotAllowedError', 'declined'],
  ['AbortError', 'declined'],
  ['TimeoutError', 'declined'],
  ['NotSupportedError', 'unsupported'],
  ['ConstraintError', 'unsupported'],
  ['SecurityError', 'unsupported'],
])('[VAULT-R18] %s is %s', async (name, kind) => {
  const { authenticator } = aBrowser(async () => Promise.reject(new DOMException('no', name)))
  expect(await authenticator.create({ owner: OWNER, salt: SALT })).toEqual({ kind })
  expect(await authenticator.ask(ASKED)).toEqual({ kind })
})

it('throws what nobody expects', async () => {
  const { authenticator } = aBrowser(async () => Promise.reject(new TypeError('a fault of ours')))
  await expect(authenticator.ask(ASKED)).rejects.toThrow('a fault of ours')
})

it('[VAULT-R18] ends what it asked before when it is asked once more', async () => {
  const { authenticator, get } = aBrowser(async () => credential({ results: { first: SECRET } }))
  get.mockImplementationOnce(
    async (options) =>
      new Promise((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      }),
  )
  expect(await Promise.all([authenticator.ask(ASKED), authenticator.ask(ASKED)])).toMatchObject([
    { kind: 'declined' },
    { kind: 'secret' },
  ])
})

it('[VAULT-R18] is here where the browser has it and does not say that it cannot', async () => {
  const isHere = (capabilities: Record<string, boolean>) =>
    aBrowser(async () => null, capabilities).authenticator.isHere()
  expect(
    await Promise.all([isHere({}), isHere({ 'extension:prf': true }), isHere({ 'extension:prf': false })]),
  ).toEqual([true, true, false])
  const nowhere = { credentials: undefined, readCapabilities: async () => ({}), appName: () => '', random }
  expect(await createWebAuthn(nowhere).isHere()).toBe(false)
  expect(await createWebAuthn(nowhere).ask(ASKED)).toEqual({ kind: 'unsupported' })
})
