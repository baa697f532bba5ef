/** One server-sent event: its name (`message` when it has none) and its data as text. */
export type ServerEvent = { readonly event: string; readonly data: string }

/** The events of an answer as they come; ends with the connection. */
export async function* eventsOf(response: Response): AsyncGenerator<ServerEvent, void> {
  if (!response.body) throw new Error('an answer without a body has no events')
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) if (block.trim() !== '') yield readEvent(block)
  }
}

function readEvent(block: string): ServerEvent {
  const fields = new Map(
    block
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [name = '', ...rest] = line.split(': ')
        return [name, rest.join(': ')] as const
      }),
  )
  return { event: fields.get('event') ?? 'message', data: fields.get('data') ?? '' }
}
