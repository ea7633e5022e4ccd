/** Whether a hub may listen on a port: below these the system asks for more rights than the program has. */
export const isHubPort = (port: number | undefined): port is number =>
  port !== undefined && port >= 1024 && port <= 65_535
