import { join } from 'node:path'
import { build } from 'vite'
import { root } from '../../support/built.ts'

/** A page's script as one text, minified as in production. */
export async function bundlePage(file: string): Promise<string> {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'error',
    resolve: { alias: { events: join(import.meta.dirname, 'event-emitter.ts') } },
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    build: {
      write: false,
      minify: true,
      rollupOptions: { input: file, output: { format: 'iife' } },
    },
  })
  const outputs = Array.isArray(result) ? result : [result]
  for (const one of outputs)
    if ('output' in one) {
      const [chunk] = one.output
      return chunk.code
    }
  throw new Error('the bundler wrote nothing')
}
