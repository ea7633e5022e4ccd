import { isIP } from 'node:net'

/** Where a program is told to find its proxies (curl(1), "Environment"). */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy for an address, by `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in lower case too; undefined
 * when it is reached directly, as the own computer always is.
 */
export function proxyFor(address: URL, environment: Environment): URL | undefined {
  const read = (name: string) => environment[name.toLowerCase()] ?? environment[name]
  if (isOwnComputer(address.hostname) || isExcepted(address, read('NO_PROXY') ?? '')) return undefined
  const named =
    (address.protocol === 'https:' ? read('HTTPS_PROXY') : read('HTTP_PROXY')) || read('ALL_PROXY')
  if (!named) return undefined
  try {
    const proxy = new URL(named.includes('://') ? named : `http://${named}`)
    return proxy.protocol === 'http:' || proxy.protocol === 'https:' ? proxy : undefined
  } catch {
    // No address: as if none were named.
    return undefined
  }
}

const isOwnComputer = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)

/** `NO_PROXY` lists hosts, also with a port, and `.example.com` or `example.com` for all below it; `*` is everything. */
function isExcepted({ hostname, port, protocol }: URL, list: string): boolean {
  const own = port || (protocol === 'https:' ? '443' : '80')
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
      if (only !== undefined && only !== own) return false
      const bare = name.replace(/^\*?\./, '')
      return hostname === bare || (!isIP(bare) && hostname.endsWith(`.${bare}`))
    })
}
