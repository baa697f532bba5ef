import type { ServerClient } from './serverClient'

/** The typed server as the agent app sees it. */
export type AgentClient = ServerClient
