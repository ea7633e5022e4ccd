import { hostname, networkInterfaces } from 'node:os'

/** How other desktops on the network may reach this one: its addresses there, then its name. */
export function networkAddresses(port: number): string[] {
  const found = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    // Link-local addresses (RFC 3927) come and go with the cable.
    .filter(
      ({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'),
    )
    .map(({ address }) => address)
    .sort((a, b) => rank(a) - rank(b))
  const name = hostname()
  const names = /^[a-z\d]([a-z\d-]*[a-z\d])?$/i.test(name) && name !== 'localhost' ? [name] : []
  return [...found, ...names].map((host) => `https://${host}:${port}`)
}

/** Networks of offices first (RFC 1918); containers and virtual machines like to take 172.16 to 172.31. */
function rank(address: string): number {
  if (address.startsWith('192.168.')) return 0
  if (address.startsWith('10.')) return 1
  return /^172\.(1[6-9]|2\d|3[01])\./.test(address) ? 3 : 2
}
