import compress from '@fastify/compress'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { constants } from 'node:zlib'
import type { ServerConfig } from '../config.ts'
import { sha256 } from '../crypto.ts'
import type { TlsFiles } from '../tls/certificates.ts'
import { HttpProblem, problemBody, toProblem } from './answers.ts'
import { closingQuietly } from './close-quietly.ts'
import type { Metrics } from './metrics.ts'
import { readJson } from './read-json.ts'

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** Where lines of the log go; to standard output otherwise. */
export interface LogTarget {
  write(line: string): void
}

/** A connection without a request is kept for longer than proxies keep theirs. Milliseconds. */
const KEEP_ALIVE = 75_000

/** The HTTP side without its routes: limits, compression, errors, logs without personal data. */
export async function createApp(
  config: ServerConfig,
  metrics: Metrics,
  tls: TlsFiles | undefined,
  logs?: LogTarget,
): Promise<App> {
  let closeQuietly: (() => void) | undefined
  const app = fastify({
    bodyLimit: config.bodyLimit,
    requestTimeout: config.requestTimeout,
    serverFactory: (handler) => {
      // A client that sends its headers drop by drop holds a connection no longer than this.
      const limits = {
        headersTimeout: Math.min(20_000, config.requestTimeout),
        requestTimeout: config.requestTimeout,
        connectionsCheckingInterval: 5000,
        keepAliveTimeout: KEEP_ALIVE,
      }
      const server = tls
        ? createTlsServer({ ...limits, ...tls, minVersion: 'TLSv1.2' }, handler)
        : createServer(limits, handler)
      closeQuietly = closingQuietly(server, tls ? 'secureConnection' : 'connection')
      return server
    },
    trustProxy: config.behindProxy,
    // Its lines would hold addresses and queries; `onResponse` below writes one without.
    logController: new LogController({ disableRequestLogging: true }),
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    logger: { level: config.logLevel, ...(logs && { stream: logs }) },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: false } },
  }).withTypeProvider<TypeBoxTypeProvider>()

  app.addHook('preClose', (done) => {
    closeQuietly?.()
    done()
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, readJson(String(body)))
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  })
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error)
    if (problem.statusCode >= 500) request.log.error({ err: error }, 'request failed')
    return reply.code(problem.statusCode).send(problemBody(problem))
  })
  app.setNotFoundHandler(() => {
    throw new HttpProblem('sync/unknown-path')
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    metrics.seconds.observe({ route, status: reply.statusCode }, reply.elapsedTime / 1000)
    // Never the body, the address or the token: who did what is in the ops.
    request.log.info({ route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request')
    done()
  })

  await app.register(swagger, {
    openapi: {
      info: { title: 'Enlace sync server', version: '1' },
      components: { securitySchemes: { device: { type: 'http', scheme: 'bearer' } } },
    },
  })
  await app.register(rateLimit, {
    max: config.requestsPerMinute,
    timeWindow: 60_000,
    // Behind one office's address there are many desktops.
    keyGenerator: ({ headers, ip }) => (headers.authorization ? sha256(headers.authorization) : ip),
  })
  await app.register(compress, {
    encodings: ['gzip'],
    requestEncodings: ['gzip'],
    // Level 1 costs a third of the time of level 6 for some tenth more bytes.
    zlibOptions: { level: constants.Z_BEST_SPEED },
    threshold: 1024,
  })
  return app
}
