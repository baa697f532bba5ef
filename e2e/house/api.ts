import type { SignIn } from '../../.scripts/system.mjs'

/** As much of the answer to `session.signIn` as is looked at. */
type SignedIn = { readonly result: { readonly data: { readonly me: { readonly postId: string } } } }

/** Signs in beside all browsers and answers the post that this person holds. */
export async function findPostId(origin: string, { loginName, password }: SignIn): Promise<string> {
  const response = await fetch(`${origin}/api/agent/trpc/session.signIn`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json', 'x-onetrip-app': 'agent' },
    body: JSON.stringify({ loginName, password }),
  })
  if (!response.ok) throw new Error(`sign-in answered ${response.status}`)
  // shared/src/wire/session.ts says what it answers.
  return ((await response.json()) as SignedIn).result.data.me.postId
}
