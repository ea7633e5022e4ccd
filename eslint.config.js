import { defineConfig, globalIgnores } from 'eslint/config'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

/** Forbids imports that architecture.md §2 forbids; test/architecture.test.ts walks the same table exhaustively. */
const forbid = (...patterns) => ({
  'no-restricted-imports': [
    'error',
    { patterns: patterns.map(([regex, message]) => ({ regex, message, caseSensitive: true })) },
  ],
})

const electron = ['^electron$', 'electron belongs to main/electron, main/index.ts and preload']
const node = ['^node:', 'this folder has no Node']
const hosts = ['^#(main|renderer|test)/|/(main|renderer|preload|sync-server)/', 'core imports only core']
const rxdb = ['^rxdb', 'rxdb belongs to renderer/data']
const leaflet = ['^leaflet', 'leaflet belongs to renderer/map']

export default defineConfig(
  globalIgnores(['out/', 'dist/', 'coverage/', 'test-results/', 'playwright-report/', 'node_modules/']),
  tseslint.configs.recommendedTypeChecked,
  vue.configs['flat/recommended'],
  {
    files: ['**/*.ts', '**/*.vue'],
    languageOptions: {
      parserOptions: {
        parser: tseslint.parser,
        projectService: true,
        extraFileExtensions: ['.vue'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      // An underscore says that a value is left out on purpose.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Objects here are made by functions and know no `this`, so their methods may be handed on.
      '@typescript-eslint/unbound-method': 'off',
      'no-console': ['error', { allow: ['error', 'warn'] }],
      eqeqeq: 'error',
    },
  },
  // With types every component costs a program of its own, 1.5 s of processor time: vue-tsc looks at their types.
  { files: ['**/*.vue'], extends: [tseslint.configs.disableTypeChecked] },
  { files: ['core/**'], rules: forbid(electron, node, hosts, leaflet) },
  {
    files: ['main/**'],
    ignores: ['main/electron/**', 'main/index.ts'],
    rules: forbid(electron, rxdb, leaflet),
  },
  { files: ['renderer/data/**'], rules: forbid(electron, node, leaflet) },
  { files: ['renderer/map/**'], rules: forbid(electron, node, rxdb) },
  {
    files: ['renderer/**'],
    ignores: ['renderer/data/**', 'renderer/map/**'],
    rules: forbid(electron, node, rxdb, leaflet),
  },
  { files: ['test/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.js', '**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
  prettier,
)
