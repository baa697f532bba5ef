/** Why a question to the server got no answer. */
export type FailureKind =
  'unreachable' | 'server-failed' | 'busy' | 'not-understood' | 'not-permitted' | 'too-large' | 'signed-out'
