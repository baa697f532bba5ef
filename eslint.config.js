// Components only: their templates, and their scripts with types. All other code is oxlint's (.oxlintrc.json).
import { join } from 'node:path'
import tseslint from 'typescript-eslint'
import vue from 'eslint-plugin-vue'
import prettier from 'eslint-config-prettier'
import { createComponentParser } from './.scripts/componentProgram.mjs'

const WALL_CLOCK = [
  { object: 'Date', property: 'now', message: 'Take the clock as a parameter; only app/ reads the wall clock.' },
  { object: 'Math', property: 'random', message: 'Take the random source as a parameter; only app/ makes one.' },
]

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '**/artifacts/'] },
  {
    files: ['**/*.vue'],
    extends: [...tseslint.configs.strictTypeChecked, ...vue.configs['flat/recommended'], prettier],
    languageOptions: {
      parserOptions: { parser: createComponentParser(join(import.meta.dirname, 'client', 'tsconfig.json')) },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Fakes and ports are async by contract, not by need.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      'no-restricted-properties': ['error', ...WALL_CLOCK],
      'no-console': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error',
    },
  },
)
