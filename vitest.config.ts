import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const node = (name: string, include: string[], more: object = {}) => ({
  extends: true as const,
  test: { name, environment: 'node', include, ...more },
})

/** One project per kind of test; `npm test` runs them all and sums their counts (test/run.ts). */
export default defineConfig({
  plugins: [vue()],
  define: { __VUE_OPTIONS_API__: false, __VUE_I18N_LEGACY_API__: false, __VUE_I18N_FULL_INSTALL__: true },
  test: {
    // Many files wait for processes more than they compute: by itself Vitest leaves one core idle.
    maxWorkers: '100%',
    env: { TZ: 'Europe/Madrid', LANG: 'C.UTF-8' },
    projects: [
      node('unit', ['test/unit/{core,main,sync-server}/**/*.test.ts', 'test/*.test.ts'], {
        testTimeout: 30_000,
      }),
      {
        extends: true,
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          include: ['test/unit/renderer/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      node('contract', ['test/contract/**/*.test.ts'], { testTimeout: 30_000 }),
      node('simulation', ['test/simulation/**/*.test.ts'], { testTimeout: 120_000 }),
      node('integration', ['test/integration/**/*.test.ts'], {
        testTimeout: 120_000,
        hookTimeout: 60_000,
        globalSetup: ['test/support/build-once.ts'],
      }),
    ],
  },
})
