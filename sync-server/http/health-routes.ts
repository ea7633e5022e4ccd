import { HttpProblem } from './answers.ts'
import type { App } from './app.ts'
import type { Metrics } from './metrics.ts'

/** For whoever watches over the server: whether it runs, whether it can work, and its figures. */
export function addHealthRoutes(app: App, isReady: () => Promise<boolean>, metrics: Metrics): void {
  const config = { rateLimit: false as const }
  const schema = { tags: ['operation'] }
  app.get('/health', { schema, config }, () => ({ ok: true }))
  app.get('/ready', { schema, config }, async () => {
    if (!(await isReady())) throw new HttpProblem('sync/unavailable')
    return { ok: true }
  })
  app.get('/metrics', { schema, config }, async (_request, reply) => {
    const figures = await metrics.registry.metrics()
    return reply.type(metrics.registry.contentType).send(figures)
  })
  app.get('/openapi.json', { schema, config }, () => app.swagger())
}
