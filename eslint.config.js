import tseslint from 'typescript-eslint'
import vue from 'eslint-plugin-vue'
import prettier from 'eslint-config-prettier'

const WALL_CLOCK = [
  { object: 'Date', property: 'now', message: 'Take the clock as a parameter; only app/ reads the wall clock.' },
  { object: 'Math', property: 'random', message: 'Take the random source as a parameter; only app/ makes one.' },
]

/** A file is looked for in these projects only: one that is named for all would be built for all. */
const PROJECTS = {
  shared: ['shared/tsconfig.json', 'shared/tsconfig.test.json'],
  server: ['server/tsconfig.json'],
  client: ['client/tsconfig.json'],
  e2e: ['e2e/tsconfig.json'],
  bench: ['bench/tsconfig.json'],
}

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '**/artifacts/', 'data/', '**/*.d.ts', '**/*.d.mts'] },
  ...tseslint.configs.strictTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        tsconfigRootDir: import.meta.dirname,
      },
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
    },
  },
  ...Object.entries(PROJECTS).map(([folder, project]) => ({
    files: [`${folder}/**`],
    languageOptions: { parserOptions: { project } },
  })),
  {
    files: ['**/*.vue'],
    // Only here: with more extensions than TypeScript's own, the parser rebuilds its program after every file.
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.vue'] } },
    rules: {
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error',
    },
  },
  {
    // The edges: the only places that read the wall clock, draw random numbers, or speak to a terminal.
    files: ['*/src/app/**', 'client/src/sw/**', 'e2e/**', 'bench/**', '**/test/**'],
    rules: { 'no-restricted-properties': 'off', 'no-console': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs', '*.config.ts', '**/vite.*.config.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      parserOptions: { project: null },
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly', setTimeout: 'readonly' },
    },
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off' },
  },
  prettier,
)
