import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { err, ok, type Result } from '@onetrip/shared/lib/result'
import type { DataFault } from './districtData'
import { unknownKeys } from './unknownKeys'

/** A checked value and the file that it came from, relative to the data folder. */
export type FromFile<T> = { readonly file: string; readonly value: T }

const PROBLEM_WORDS = { error: z.locales.en().localeError }

/** Reads one JSON file. Every fault of the file is answered at once; a misspelt key is one of them. */
export async function readDataFile<T>(
  folder: string,
  file: string,
  schema: z.ZodMiniType<T>,
): Promise<Result<T, DataFault[]>> {
  const json = await readJson(join(folder, file))
  if (!json.ok) return err([{ file, path: '', problem: json.error }])
  const parsed = schema.safeParse(json.value, PROBLEM_WORDS)
  if (!parsed.success)
    return err(parsed.error.issues.map(({ path, message }) => ({ file, path: path.join('.'), problem: message })))
  const strangers = unknownKeys(json.value, parsed.data)
  if (strangers.length > 0) return err(strangers.map((path) => ({ file, path, problem: 'unknown key' })))
  return ok(parsed.data)
}

/** Reads the files of a folder whose names match, in the order of their names. */
export async function readDataFiles<T>(
  folder: string,
  { under, matching }: { readonly under: string; readonly matching: RegExp },
  schema: z.ZodMiniType<T>,
): Promise<Result<FromFile<T>[], DataFault[]>> {
  const names = (await listNames(join(folder, under))).filter((name) => matching.test(name))
  const answers = await Promise.all(
    names.map(async (name) => {
      const file = `${under}/${name}`
      return { file, answer: await readDataFile(folder, file, schema) }
    }),
  )
  const faults = answers.flatMap(({ answer }) => (answer.ok ? [] : answer.error))
  if (faults.length > 0) return err(faults)
  return ok(answers.flatMap(({ file, answer }) => (answer.ok ? [{ file, value: answer.value }] : [])))
}

async function readJson(path: string): Promise<Result<unknown, string>> {
  try {
    return ok(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    return err(error instanceof SyntaxError ? error.message : 'cannot be read')
  }
}

async function listNames(path: string): Promise<string[]> {
  try {
    return (await readdir(path)).toSorted()
  } catch {
    return []
  }
}
