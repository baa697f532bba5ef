import { initTRPC, lazy } from '@trpc/server'
import { expect, it } from 'vitest'
import { ACTIONS } from '@onetrip/shared/access/policy'
import { appRouter } from '../app/router'
import { assertEveryProcedureNamesItsAction, readAction } from './trpc'

const other = initTRPC.meta<{ action?: string }>().create()
const bare = other.procedure.query(() => 'anything')

it('lets the router of the house pass, and every action in it is one of the policy', () => {
  expect(() => assertEveryProcedureNamesItsAction(appRouter)).not.toThrow()
  const actions = Object.values(appRouter._def.procedures).map(readAction)
  expect(actions.length).toBeGreaterThan(8)
  for (const action of actions) expect(ACTIONS).toContain(action)
})

it.each([
  ['without meta', bare, /inner\.one/],
  ['without an action', other.procedure.meta({}).query(() => 1), /inner\.one/],
  [
    'with an action that the policy does not know',
    other.procedure.meta({ action: 'case.steal' }).query(() => 1),
    /inner\.one/,
  ],
  [
    'whose action is a word of every object',
    other.procedure.meta({ action: 'constructor' }).query(() => 1),
    /inner\.one/,
  ],
])('stops a server with a procedure %s', (_name, one, words) => {
  const planted = other.router({ inner: other.router({ one }) })
  expect(() => assertEveryProcedureNamesItsAction(planted)).toThrow(words)
})

it('stops a server with a router that shows its procedures only later', () => {
  const planted = other.router({ hidden: lazy(async () => other.router({ one: bare })) })
  expect(() => assertEveryProcedureNamesItsAction(planted)).toThrow(/hidden/)
})
