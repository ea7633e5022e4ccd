import { createHash, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import type { ServerConfig } from '../config.ts'

const DAY = 24 * 60 * 60 * 1000
/** A certificate that ends sooner is made anew at the next start. */
const RENEW_BEFORE = 30 * DAY
const AUTHORITY_YEARS = 10
const CERTIFICATE_YEARS = 1

export interface TlsFiles {
  cert: string
  key: string
  /** SHA-256 of the own authority's certificate, lower-case hex: desktops trust no other one. */
  fingerprint?: string
}

/** True where nobody between could listen: the own computer. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

/**
 * Given certificates, or those of an own authority; undefined on loopback and behind a proxy, where TLS is not needed
 * or somebody else's work (sync.md §5).
 */
export async function tlsFiles(config: ServerConfig, now: number): Promise<TlsFiles | undefined> {
  const { tlsCert, tlsKey } = config
  if (tlsCert !== undefined && tlsKey !== undefined)
    return { cert: readFileSync(tlsCert, 'utf8'), key: readFileSync(tlsKey, 'utf8') }
  if (isLoopback(config.host) || config.behindProxy) return undefined
  return ownCertificate(join(config.data, 'tls'), namesOf(config.host), now)
}

/**
 * What desktops are to trust where they reach the server over TLS: the authority that it serves with, also when whoever asks
 * does not say at which address it listens. Undefined where the system's authorities count, or somebody before the server.
 */
export async function fingerprintFor(config: ServerConfig, now: number): Promise<string | undefined> {
  const { tlsCert, behindProxy, data } = config
  const served = await tlsFiles(config, now)
  if (served || tlsCert !== undefined || behindProxy) return served?.fingerprint
  const made = join(data, 'tls', 'authority.crt')
  return existsSync(made) ? fingerprintOf(readFileSync(made, 'utf8')) : undefined
}

/** By what desktops may call the server: the names and addresses of this computer. */
function namesOf(host: string): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((found) =>
    (found ?? []).map(({ address }) => address.replace(/%.*$/, '')),
  )
  const isEvery = host === '0.0.0.0' || host === '::'
  return [...new Set([hostname(), 'localhost', ...(isEvery ? addresses : [host])])].sort()
}

/** Makes the authority once and its certificate when needed; keys are for their owner only. */
export async function ownCertificate(
  folder: string,
  names: readonly string[],
  now: number,
): Promise<TlsFiles> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const authority = await kept(folder, 'authority', async () => {
    const made = await generate([{ name: 'commonName', value: 'Enlace' }], {
      ...validFor(AUTHORITY_YEARS, now),
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      ],
    })
    return { cert: made.cert, key: made.private }
  })
  const isGood = ({ cert }: TlsFiles) => {
    const known = new X509Certificate(cert)
    const isCurrent = Date.parse(known.validTo) - now > RENEW_BEFORE
    return isCurrent && names.every((name) => (isIP(name) ? known.checkIP(name) : known.checkHost(name)))
  }
  const server = await kept(
    folder,
    'server',
    async () => {
      const made = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
        ...validFor(CERTIFICATE_YEARS, now),
        keyType: 'ec',
        algorithm: 'sha256',
        ca: authority,
        extensions: [
          { name: 'basicConstraints', cA: false },
          { name: 'keyUsage', digitalSignature: true, critical: true },
          { name: 'extKeyUsage', serverAuth: true },
          {
            name: 'subjectAltName',
            altNames: names.map((name) =>
              isIP(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
            ),
          },
        ],
      })
      return { cert: made.cert, key: made.private }
    },
    isGood,
  )
  return {
    cert: `${server.cert.trimEnd()}\n${authority.cert}`,
    key: server.key,
    fingerprint: fingerprintOf(authority.cert),
  }
}

const validFor = (years: number, now: number) => ({
  // A desktop whose clock is behind accepts it too.
  notBeforeDate: new Date(now - 2 * DAY),
  notAfterDate: new Date(now + years * 365 * DAY),
})

const fingerprintOf = (pem: string): string =>
  createHash('sha256').update(new X509Certificate(pem).raw).digest('hex')

async function kept(
  folder: string,
  name: string,
  make: () => Promise<TlsFiles>,
  isGood: (files: TlsFiles) => boolean = () => true,
): Promise<TlsFiles> {
  const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)]
  if (existsSync(cert) && existsSync(key)) {
    const known = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
    if (isGood(known)) return known
  }
  const made = await make()
  writeFileSync(key, made.key, { mode: 0o600 })
  writeFileSync(cert, made.cert, { mode: 0o600 })
  return made
}
