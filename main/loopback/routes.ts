import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { Dispatch } from '#main/host/dispatch.ts'
import { LARGEST_INPUT } from '#main/host/input-limits.ts'
import type { StaticFiles } from '#main/host/static-files.ts'
import { toJson } from '#main/store/json-member.ts'
import { parseTilePath } from '#main/services/tiles/tile-path.ts'
import type { TileSource } from '#main/services/tiles/tile-source.ts'
import type { Guard } from './guard.ts'
import { readJsonBody, type BodyProblem } from './read-body.ts'
import type { Sessions } from './sessions.ts'

export interface RouteOptions {
  dispatch: Dispatch
  files: StaticFiles
  tiles: TileSource
  guard: Guard
  sessions: Sessions
  /** Sent with every answer. */
  headers: Record<string, string>
  linkUsedText: string
}

const ENTER = '/enter/'
const CALL = '/host/'

/** Answers every plain request: one-time links, calls, tiles, files. */
export function createRoutes(options: RouteOptions) {
  const { guard, sessions } = options

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(options.headers)) response.setHeader(name, value)
    const path = (request.url ?? '/').replace(/[?#].*$/s, '')
    if (path.startsWith(CALL)) return answerCall(path.slice(CALL.length), request, response)
    if (guard.foreign(request)) return answerText(response, 403, 'Forbidden')
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD')
      return answerText(response, 405, 'Method not allowed')
    }
    if (path.startsWith(ENTER) && request.method === 'GET')
      return enter(path.slice(ENTER.length), request, response)
    if (guard.check(request, 'page')) return answerText(response, 401, options.linkUsedText)
    const tile = parseTilePath(path)
    if (tile) return sendTile(await options.tiles.get(tile), response)
    return sendFile(path, request, response)
  }

  function enter(token: string, request: IncomingMessage, response: ServerResponse): void {
    const cookie = sessions.enter(token)
    // A link opened again in the same browser, from its history: it is in already.
    const mayPass = cookie !== undefined || !guard.check(request, 'page')
    if (!mayPass) return answerText(response, 401, options.linkUsedText)
    if (cookie) {
      response.setHeader('set-cookie', `${guard.cookieName}=${cookie}; Path=/; HttpOnly; SameSite=Strict`)
    }
    response.writeHead(303, { location: '/', 'cache-control': 'no-store' }).end()
  }

  async function answerCall(
    method: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const rejection = guard.check(request, 'call')
    if (rejection) {
      const status = rejection === 'foreign' ? 403 : 401
      return answerReply(response, status, unauthorised)
    }
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST')
      return answerReply(response, 405, notACall('Calls are POST requests.'))
    }
    const body = await readJsonBody(request, LARGEST_INPUT)
    if (!body.ok) return answerProblem(body.problem, response)
    const reply = await options.dispatch(method, body.value, { transport: 'loopback' })
    answerReply(response, 200, reply)
  }

  async function sendFile(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const found = options.files.find(path)
    if (!found) return answerText(response, 404, 'Not found')
    response.writeHead(200, { 'content-type': found.contentType, 'cache-control': found.cacheControl })
    if (request.method === 'HEAD') return void response.end()
    try {
      await pipeline(createReadStream(found.file), response)
    } catch {
      // The browser went away or the file is being built anew: the connection is closed, and it asks again.
      response.destroy()
    }
  }
}

function answerProblem(problem: BodyProblem, response: ServerResponse): void {
  switch (problem) {
    case 'wrong-type':
      return answerReply(response, 415, notACall('Calls carry JSON.'))
    case 'not-json':
      return answerReply(response, 400, notACall('The body is not JSON.'))
    case 'too-large':
      return answerReply(response, 413, fail('host/too-large', 'The input is too large.'))
    case 'broken-off':
      return void response.destroy()
  }
}

const unauthorised = fail('host/unauthorised', 'This window has not entered by a link.')

const notACall = (message: string) => fail('host/invalid-input', message)

function answerReply(response: ServerResponse, status: number, reply: HostReply): void {
  const body = toJson(reply)
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(body)
}

function answerText(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(text)
}

function sendTile(answer: Awaited<ReturnType<TileSource['get']>>, response: ServerResponse): void {
  if (!answer.ok) return answerText(response, answer.error === 'not-found' ? 404 : 502, '')
  const { bytes, contentType } = answer.value
  response
    .writeHead(200, { 'content-type': contentType, 'cache-control': 'private, max-age=3600' })
    .end(bytes)
}
