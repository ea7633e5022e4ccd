import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

const root = import.meta.dirname
const outDir = (name: string) => resolve(root, 'out', name)

/**
 * Everything the host needs is bundled, so that the packaged app carries no node_modules; only the runtime's
 * own modules and `libsql` (native, used only by runtimes without `node:sqlite`) stay outside.
 */
export default defineConfig({
  main: {
    build: {
      sourcemap: true,
      outDir: outDir('main'),
      externalizeDeps: false,
      rollupOptions: {
        external: ['electron', 'libsql', 'node:sqlite', 'bufferutil', 'utf-8-validate'],
        input: {
          index: resolve(root, 'main/index.ts'),
          'browser-host': resolve(root, 'main/browser-host.ts'),
          'store-worker': resolve(root, 'main/store/worker.ts'),
          'transfer-worker': resolve(root, 'main/services/transfer/transfer-worker.ts'),
          'billing-worker': resolve(root, 'main/services/billing/billing-worker.ts'),
          'hub-worker': resolve(root, 'sync-server/hub/hub-worker.ts'),
          'gazetteer-worker': resolve(root, 'main/services/geocoding/gazetteer-worker.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      sourcemap: true,
      outDir: outDir('preload'),
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve(root, 'preload/index.ts') },
        // A sandboxed preload script must be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'renderer'),
    plugins: [vue(), tailwindcss()],
    define: {
      __VUE_OPTIONS_API__: false,
      __VUE_I18N_LEGACY_API__: false,
      __VUE_I18N_FULL_INSTALL__: true,
      __INTLIFY_PROD_DEVTOOLS__: false,
    },
    build: {
      sourcemap: true,
      minify: true,
      outDir: outDir('renderer'),
      rollupOptions: { input: { index: resolve(root, 'renderer/index.html') } },
    },
  },
})
