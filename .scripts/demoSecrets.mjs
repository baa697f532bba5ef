import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What the demo's courier and department share with us, and what is our own. Made once a data folder, readable by its
 * owner alone; a folder of an older version gets what it lacks.
 */
export function openDemoSecrets(dataDir) {
  const path = join(dataDir, 'demo-secrets.json')
  const known = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
  const secrets = { ...makeSecrets(), ...known }
  if (Object.keys(secrets).every((name) => name in known)) return known
  writeFileSync(`${path}.new`, JSON.stringify(secrets, undefined, 2), { mode: 0o600 })
  renameSync(`${path}.new`, path)
  return secrets
}

const makeSecrets = () => ({
  sf: { partnerId: 'ONETRIPDEMO', checkWord: randomBytes(24).toString('base64url') },
  /** Both sides of the signed way: OneTrip's key pair, and the department's. */
  oneTrip: makeKeyPair(),
  department: makeKeyPair(),
  /** Signs the acknowledgements that tablets trust. */
  acknowledgement: makeKeyPair(),
  /** Opens the envelopes that tablets seal. */
  envelope: makeSealingKey(),
  /** Gets agents back into their vaults. */
  recovery: makeSealingKey(),
})

/** As .env.example writes it: prefix and base64 of the scalar of a P-256 key. */
function makeSealingKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { d } = privateKey.export({ format: 'jwk' })
  return `hpke_p256_${Buffer.from(d, 'base64url').toString('base64')}`
}

/** ed25519 as the department contract writes it: prefix and base64 of the 32 raw bytes. Source: docs/spec/department.md R3. */
function makeKeyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = (der) => der.subarray(-32).toString('base64')
  return {
    privateKey: `whsk_${raw(privateKey.export({ format: 'der', type: 'pkcs8' }))}`,
    publicKey: `whpk_${raw(publicKey.export({ format: 'der', type: 'spki' }))}`,
  }
}
