import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Helps a server to end as soon as its last request is through. When Fastify closes it, connections that are idle are
 * cut; not so those that have not asked for anything yet, which browsers and HTTP libraries open ahead, and those that
 * are busy at that moment and would be kept afterwards. Answers what to do when it begins to close.
 */
export function closingQuietly(server: Server, opened: 'connection' | 'secureConnection'): () => void {
  const unused = new Set<Socket>()
  server.on(opened, (socket: Socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('request', ({ socket }) => unused.delete(socket))
  return () => {
    for (const socket of unused) socket.destroy()
    server.keepAliveTimeout = 1
  }
}
