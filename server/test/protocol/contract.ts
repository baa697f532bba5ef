import * as z from 'zod/mini'
import { Operation, OperationHeader } from '@onetrip/shared/wire/operation'
import { BundleHead } from '@onetrip/shared/wire/bundle'
import { FrameHeader } from '@onetrip/shared/wire/frame'
import { Poke, PullAnswer, ToldAnswer } from '@onetrip/shared/wire/pull'
import * as protocol from '@onetrip/shared/wire/protocol'
import { appRouter } from '../../src/app/router'

/** A message as JSON Schema: `in` is what comes to the server, `out` what it says. */
export type Message = { readonly in?: JsonSchema; readonly out?: JsonSchema }
export type Contract = {
  readonly messages: Readonly<Record<string, Message>>
  /** Names of headers, and limits. */
  readonly words: Readonly<Record<string, string>>
  readonly limits: Readonly<Record<string, number>>
}
export type JsonSchema = { readonly [key: string]: unknown }

/** What a tablet calls. Desks and residents ask a page that came with the same server. */
const TABLETS = /^(session|sync|case)[.]|^recovery[.](request|answer|takeBack)$/

/** What today's code says that it takes and gives. */
export function contractOfToday(): Contract {
  const procedures = Object.entries(appRouter._def.procedures).filter(([path]) => TABLETS.test(path))
  const called = procedures.map(([path, procedure]) => [path, messageOf(procedure)] as const)
  const constants: readonly (readonly [string, string | number])[] = Object.entries(protocol)
  return {
    messages: {
      ...Object.fromEntries(called),
      'frame header': { in: describe(FrameHeader, 'input') },
      operation: { in: describe(Operation, 'input') },
      'operation header': { in: describe(OperationHeader, 'input') },
      'bundle head': { in: describe(BundleHead, 'input') },
      poke: { out: describe(Poke, 'output') },
    },
    words: Object.fromEntries(constants.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))),
    limits: Object.fromEntries(
      constants.flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])),
    ),
  }
}

function messageOf(procedure: unknown): Message {
  // tRPC does not type what a procedure holds; each is looked at before it is taken for a schema.
  const { inputs = [], output } = (procedure as { _def: { inputs?: unknown[]; output?: unknown } })._def
  const [input] = inputs.filter(isSchema)
  return {
    ...(input && { in: describe(input, 'input') }),
    ...(isSchema(output) && { out: describe(asWritten(output), 'output') }),
  }
}

/** Rows of feeds are checked when they are written, and no more when they are told. */
const asWritten = (output: z.ZodMiniType): z.ZodMiniType =>
  output === ToldAnswer ? z.extend(ToldAnswer, { changes: PullAnswer.shape.changes }) : output

const isSchema = (value: unknown): value is z.ZodMiniType =>
  typeof value === 'object' && value !== null && '_zod' in value

/** The number of its refinements stands beside a schema: what they demand, JSON Schema has no word for. */
export const describe = (schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema =>
  // Through JSON, so that it is what the file holds.
  JSON.parse(
    JSON.stringify(
      z.toJSONSchema(schema, {
        io,
        unrepresentable: 'any',
        reused: 'ref',
        override: ({ zodSchema, jsonSchema }) => {
          const checks = zodSchema._zod.def.checks ?? []
          const refinements = checks.filter(({ _zod }) => _zod.def.check === 'custom').length
          if (refinements > 0) Object.assign(jsonSchema, { refinements })
        },
      }),
    ),
  ) as JsonSchema
