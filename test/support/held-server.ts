import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Stands before a server and keeps back what it answers to `path`, as a slow network would, until it is let go.
 *
 * @param passing so many of those answers pass before.
 */
export async function holdBack(target: string, path: string, passing = 0) {
  let letGo: () => void = () => undefined
  let refuse: () => void = () => undefined
  const free = new Promise<void>((done, fail) => {
    letGo = done
    refuse = () => fail(new Error('gone'))
  })
  let asked = 0
  const server = createServer((request, response) => {
    const { method, headers, url = '' } = request
    const passed = httpRequest(new URL(url, target), { method, headers }, (answer) => {
      const pass = (): void => void answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers))
      if (url !== path || ++asked <= passing) return pass()
      const gone = { error: { code: 'sync/gone', message: 'gone' } }
      void free.then(pass, () => {
        answer.resume()
        response.writeHead(410, { 'content-type': 'application/json' }).end(JSON.stringify(gone))
      })
    })
    passed.on('error', () => response.destroy())
    request.pipe(passed)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    held: () => Math.max(asked - passing, 0),
    letGo,
    /** Answers what is held back, and whatever is asked for from now on, as what is kept no more. */
    refuse,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
