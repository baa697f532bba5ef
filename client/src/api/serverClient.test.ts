import { expect, it } from 'vitest'
import { PostId } from '@onetrip/shared/lib/ids'
import { POST_HEADER, PROTOCOL, PROTOCOL_HEADER } from '@onetrip/shared/wire/protocol'
import { createServerClient } from './serverClient'

const POST = PostId.parse('01980000-0000-7000-8000-0000000000a0')

/** A client whose requests are written down and answered with nothing. */
function listen(findPostId?: () => PostId | undefined) {
  const asked: { url: string; headers: Headers }[] = []
  const client = createServerClient({
    app: 'staff',
    ...(findPostId && { findPostId }),
    origin: 'https://example.test',
    fetch: async (url, init) => {
      // tRPC asks by text.
      asked.push({ url: url as string, headers: new Headers(init?.headers) })
      return Response.json({ result: {} }, { headers: { [PROTOCOL_HEADER]: String(PROTOCOL) } })
    },
  })
  return { client, asked }
}

it('names in each call whose page it is, as it is at that moment, and never in the address', async () => {
  const signedIn: { postId: PostId | undefined } = { postId: undefined }
  const { client, asked } = listen(() => signedIn.postId)
  await client.session.who.query()
  signedIn.postId = POST
  await client.dispatch.list.query()
  await client.session.signOut.mutate()
  expect(asked.map(({ headers }) => headers.get(POST_HEADER))).toEqual([null, POST, POST])
  expect(asked.map(({ url }) => url).join()).not.toContain(POST)
})

it('names nobody where nobody ever signs in', async () => {
  const { client, asked } = listen()
  await client.session.who.query()
  expect(asked[0]?.headers.has(POST_HEADER)).toBe(false)
})
