// Statements are prepared under their texts and kept by each connection, so no text may be made of data: there would
// be no end of them (and a way in). Told from the source, because a test that runs sees only the texts that it runs.
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
/** pg-boss's own text, one for each queue (jobs.db.test.ts). */
const HANDED_THROUGH = ['jobs/boss.ts: text']

const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((path) => /(?<!\.test)\.ts$/.test(path))

it('no statement’s text is made of anything but constants', () => {
  const found = sources.flatMap((path) => statementsOf(path, readFileSync(resolve(ROOT, path), 'utf8')))
  expect(found.length).toBeGreaterThan(40)
  expect(found.filter(({ isConstant }) => !isConstant).map(({ where }) => where)).toEqual(HANDED_THROUGH)
})

it.each([
  ['a literal', "tx.query('select 1')", true],
  ['a constant above', 'const A = `select 1`\nconst f = () => tx.execute(A)', true],
  ['constants within a constant', "const A = 'id'\nconst B = `select ${A}`\ntx.query(`${B} where ${A} = $1`)", true],
  ['one of two', "const f = (is: boolean) => tx.query(is ? 'select 1' : `select ${2}`)", true],
  ['one of two that may be a value', "const f = (id?: string) => tx.query(id ? id : 'select 1')", false],
  [
    'one of a table',
    "const T = { a: 'select 1' } as const satisfies object\nconst f = (k: 'a') => tx.query(T[k])",
    true,
  ],
  ['one of a table with a value', 'const T = { a: `select ${process.pid}` }\ntx.query(T["a"])', false],
  ['a parameter', 'const f = (text: string) => tx.query(text)', false],
  ['a value within', 'const f = (id: string) => tx.query(`select ${id}`)', false],
  ['a value within a constant', 'const A = `select ${process.pid}`\ntx.query(A)', false],
  ['what may change', "let a = 'select 1'\ntx.query(a)", false],
  ['a sum', "const f = (id: string) => tx.query('select ' + id)", false],
])('takes %s for what it is', (_name, source, isConstant) => {
  expect(statementsOf('x.ts', source).map((one) => one.isConstant)).toEqual([isConstant])
})

type Statement = { readonly where: string; readonly isConstant: boolean }

/** Each first argument of `tx.query` and `tx.execute`. */
function statementsOf(path: string, source: string): Statement[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true)
  const constants = constantsOf(file)
  const found: Statement[] = []
  const visit = (node: ts.Node): void => {
    const text = ts.isCallExpression(node) && isOnTx(node.expression) ? node.arguments[0] : undefined
    if (text) found.push({ where: `${path}: ${text.getText()}`, isConstant: isConstant(text, constants) })
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

const isOnTx = (callee: ts.Expression): boolean => /^tx\.(query|execute)$/.test(callee.getText())

type Constants = ReadonlyMap<string, ts.Expression>

/** What the file itself says once, at its top level. */
function constantsOf(file: ts.SourceFile): Constants {
  const lists = file.statements.filter(ts.isVariableStatement).map(({ declarationList }) => declarationList)
  const fixed = lists.filter(({ flags }) => flags & ts.NodeFlags.Const).flatMap(({ declarations }) => declarations)
  return new Map(fixed.flatMap(({ name, initializer }) => (initializer ? [[name.getText(), initializer]] : [])))
}

function isConstant(text: ts.Expression, constants: Constants): boolean {
  if (ts.isStringLiteralLike(text) || ts.isNumericLiteral(text)) return true
  if (ts.isConditionalExpression(text))
    return [text.whenTrue, text.whenFalse].every((one) => isConstant(one, constants))
  if (ts.isTemplateExpression(text)) return text.templateSpans.every((span) => isConstant(span.expression, constants))
  if (ts.isAsExpression(text) || ts.isSatisfiesExpression(text)) return isConstant(text.expression, constants)
  // One of a table of texts, whichever it is.
  if (ts.isElementAccessExpression(text)) return isConstant(text.expression, constants)
  if (ts.isObjectLiteralExpression(text))
    return text.properties.every((one) => ts.isPropertyAssignment(one) && isConstant(one.initializer, constants))
  const initializer = ts.isIdentifier(text) ? constants.get(text.text) : undefined
  return initializer !== undefined && isConstant(initializer, constants)
}
