import { createHash, type X509Certificate } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { proxyFor, type Environment } from './proxy.ts'
import { SyncProblem } from './sync-problem.ts'

export interface SocketOptions {
  /** Only an authority whose certificate has this SHA-256 (lower-case hex) is trusted; the system's without it. */
  fingerprint?: string
  environment: Environment
}

/** How long a connection may take to come about. Milliseconds. */
const CONNECT_WITHIN = 10_000

/**
 * Opens a connection to the server, through the proxy that the environment names, and for `https:` with the server's
 * certificate checked: against the pinned authority when there is a fingerprint, against the system's otherwise.
 *
 * @throws SyncProblem `unreachable`, `proxy` or `certificate`.
 */
export async function connectTo(address: URL, options: SocketOptions): Promise<Socket> {
  const proxy = proxyFor(address, options.environment)
  const socket = proxy ? await throughProxy(proxy, address) : await openTcp(address)
  if (address.protocol !== 'https:') return socket
  return secured(socket, address, options.fingerprint)
}

const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80)

/** An IPv6 address without the brackets that a URL has around it. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

function openTcp(address: URL): Promise<Socket> {
  const socket = connectTcp({ host: hostOf(address), port: portOf(address) })
  socket.setNoDelay(true)
  return opened(socket, 'connect', 'unreachable')
}

/** A tunnel through a proxy (RFC 9110, CONNECT), with its user and password when its address has them. */
function throughProxy(proxy: URL, address: URL): Promise<Socket> {
  const target = `${address.hostname}:${portOf(address)}`
  const user = decodeURIComponent(proxy.username)
  const headers = {
    host: target,
    ...(user && {
      'proxy-authorization': `Basic ${Buffer.from(`${user}:${decodeURIComponent(proxy.password)}`).toString('base64')}`,
    }),
  }
  const send = proxy.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = send({
      host: hostOf(proxy),
      port: portOf(proxy),
      method: 'CONNECT',
      path: target,
      headers,
      agent: false,
      timeout: CONNECT_WITHIN,
    })
    const fail = (reason: string) => reject(new SyncProblem('proxy', `the proxy ${proxy.host}: ${reason}`))
    request.on('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) return resolve(socket)
      socket.destroy()
      fail(`status ${statusCode}`)
    })
    request.on('response', ({ statusCode }) => {
      request.destroy()
      fail(`status ${statusCode}`)
    })
    request.on('timeout', () => request.destroy(new Error('no answer')))
    request.on('error', ({ message }) => fail(message))
    request.end()
  })
}

async function secured(socket: Socket, address: URL, fingerprint: string | undefined): Promise<Socket> {
  const host = hostOf(address)
  const tls = connectTls({
    socket,
    host,
    ...(!/^[\d.]+$|:/.test(host) && { servername: host }),
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    // The pinned authority is none of the system's: `isPinned` checks the chain up to it.
    rejectUnauthorized: fingerprint === undefined,
  })
  await opened(tls, 'secureConnect', 'certificate')
  if (fingerprint !== undefined && !isPinned(tls, fingerprint)) {
    tls.destroy()
    throw new SyncProblem('certificate', 'the certificate does not come from the authority of the code')
  }
  return tls
}

/**
 * Whether the server's certificate is current and signed by an authority with the fingerprint. By what name the server
 * was called does not matter: that authority signs for nobody else.
 */
function isPinned(tls: TLSSocket, fingerprint: string): boolean {
  const leaf = tls.getPeerX509Certificate()
  const now = Date.now()
  for (let one: X509Certificate | undefined = leaf, steps = 0; one && steps < 5; steps++) {
    if (now < Date.parse(one.validFrom) || now > Date.parse(one.validTo)) return false
    const isAuthority = createHash('sha256').update(one.raw).digest('hex') === fingerprint
    // The authority itself serves nobody: its key is not on the wire.
    if (isAuthority) return one !== leaf && one.ca
    const issuer: X509Certificate | undefined = one.issuerCertificate
    if (!issuer?.ca || !one.checkIssued(issuer) || !one.verify(issuer.publicKey)) return false
    one = issuer
  }
  return false
}

/** Waits for a connection; what fails says why. */
function opened<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  code: 'unreachable' | 'certificate',
): Promise<S> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new Error('no answer')), CONNECT_WITHIN)
    const fail = (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      // A connection that breaks while it is secured says nothing of certificates.
      const isBroken = error.code === 'ECONNRESET' || error.message === 'no answer'
      reject(new SyncProblem(isBroken ? 'unreachable' : code, error.message))
    }
    socket.once('error', fail)
    socket.once(event, () => {
      clearTimeout(timer)
      socket.off('error', fail)
      // Whoever takes the connection over listens; until then nothing may throw.
      socket.on('error', () => undefined)
      resolve(socket)
    })
  })
}
