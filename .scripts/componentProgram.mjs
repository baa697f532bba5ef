// The linter's types for components. Left alone, its parser makes a new program for every component, because the script
// in a .vue file is not what lies on the disk; all scripts put into one program first are checked five times as fast.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import tseslint from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

/** A parser for the scripts of the components under the folder of `tsconfig`, for `parserOptions.parser`. */
export function createComponentParser(tsconfig) {
  const scriptByPath = readScripts(tsconfig)
  const programs = [createProgram(tsconfig, scriptByPath)]
  return {
    parseForESLint: (code, options) => {
      // Expressions of the template come here, too; they are nobody's program.
      const isScript = scriptByPath.get(options.filePath) === code
      return tseslint.parser.parseForESLint(code, isScript ? { ...options, programs } : options)
    },
  }
}

/** The script of each component, exactly as vue-eslint-parser cuts it out. */
function readScripts(tsconfig) {
  const folder = join(tsconfig, '..')
  const names = readdirSync(folder, { recursive: true })
  const paths = names.filter((name) => name.endsWith('.vue') && !name.includes('node_modules'))
  return new Map(paths.map((name) => [join(folder, name), readScript(join(folder, name))]))
}

const MARK = 'script'

function readScript(filePath) {
  let script
  const parseForESLint = (code, options) => {
    // The parser takes `project` away before it hands over an expression of the template.
    if (options.project === MARK) script = code
    return tseslint.parser.parseForESLint(code, { ...options, project: undefined })
  }
  vueParser.parseForESLint(readFileSync(filePath, 'utf8'), { filePath, project: MARK, parser: { parseForESLint } })
  return script
}

function createProgram(tsconfig, scriptByPath) {
  const onUnRecoverableConfigFileDiagnostic = ({ messageText }) => {
    throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'))
  }
  const parsed = ts.getParsedCommandLineOfConfigFile(tsconfig, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic })
  const options = { ...parsed.options, allowNonTsExtensions: true }
  const host = ts.createCompilerHost(options, true)
  const fromDisk = host.readFile.bind(host)
  host.readFile = (path) => scriptByPath.get(path) ?? fromDisk(path)
  const rootNames = [...parsed.fileNames, ...scriptByPath.keys()]
  return ts.createProgram({ rootNames, options, projectReferences: parsed.projectReferences, host })
}
