import { createServer } from 'node:net'

const HOW_MANY_TO_TRY = 50

/**
 * The preferred port, or the next free one. 0: any that the system picks. Free on both loopback addresses, because a
 * browser that is told `localhost` may try either. `taken` holds ports that were given away but are not yet listened on.
 */
export async function findFreePort(preferred, taken = new Set()) {
  for (let port = preferred; port < preferred + HOW_MANY_TO_TRY; port += port === 0 ? 0 : 1) {
    const found = taken.has(port) ? undefined : await tryPort(port)
    if (found !== undefined && !taken.has(found)) {
      taken.add(found)
      return found
    }
  }
  throw new Error(`no free port from ${preferred} to ${preferred + HOW_MANY_TO_TRY}`)
}

async function tryPort(port) {
  const found = await listenOnce(port, '127.0.0.1')
  return found !== undefined && (await listenOnce(found, '::1')) !== undefined ? found : undefined
}

/** Undefined when somebody listens there; a machine without IPv6 has nobody who could. */
function listenOnce(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(port)
      else reject(error)
    })
    server.listen(port, host, () => {
      const found = server.address().port
      server.close(() => resolve(found))
    })
  })
}
