/** A browser's two habits that Node's fetch lacks: it keeps the cookie, and says where the page came from. */
export function createCookieFetch(origin: string) {
  const jar = { cookie: '' }
  return async (url: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('origin', origin)
    if (jar.cookie) headers.set('cookie', jar.cookie)
    const response = await fetch(url, { ...init, headers })
    const [cookie] = response.headers.getSetCookie()
    if (cookie) jar.cookie = cookie.split(';', 1)[0] ?? ''
    return response
  }
}
