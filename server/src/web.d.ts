/** What HPKE's types speak of and Node has: the browser's names for Node's own. */
type CryptoKey = import('node:crypto').webcrypto.CryptoKey
type CryptoKeyPair = import('node:crypto').webcrypto.CryptoKeyPair
type JsonWebKey = import('node:crypto').webcrypto.JsonWebKey
