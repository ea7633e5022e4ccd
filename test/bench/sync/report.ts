import type { EngineFigures } from './run.ts'

/** What must hold at the full sizes (issue 4). */
const TARGETS = {
  /** Times the documents of PouchDB in one second. */
  firstSyncOfPouchdb: 10,
  /** Seconds. */
  usable: 60,
  /** Milliseconds. */
  latencyP95: 300,
  /** Megabytes of the server with all clients. */
  serverMemory: 300,
} as const

const perSecond = (count: number, seconds: number): number => count / seconds

const LINES: readonly [string, (figures: EngineFigures) => string][] = [
  ['first sync, documents', ({ firstSync }) => whole(firstSync.documents)],
  ['  until all can be asked for', ({ firstSync }) => `${firstSync.seconds.toFixed(1)} s`],
  ['  with the log of older changes', ({ firstSync }) => `${firstSync.wholeSeconds.toFixed(1)} s`],
  ['  documents a second', ({ firstSync }) => whole(perSecond(firstSync.documents, firstSync.seconds))],
  ['  out of pages, until then', ({ firstSync }) => secondsOf(firstSync.unprepared?.seconds)],
  ['  and with the log', ({ firstSync }) => secondsOf(firstSync.unprepared?.wholeSeconds)],
  ['  prepared by the server in', ({ firstSync }) => secondsOf(firstSync.prepared?.seconds)],
  ['  with memory at most', ({ firstSync }) => megabytes(firstSync.prepared?.serverMemory)],
  ['  memory of the client at most', ({ firstSync }) => megabytes(firstSync.clientMemory)],
  ['  memory of the server at most', ({ firstSync }) => megabytes(firstSync.serverMemory)],
  ['desktops that come back', ({ reconnect }) => `${reconnect.clients} × ${reconnect.edits} edits`],
  ['  until all are even', ({ reconnect }) => `${reconnect.seconds.toFixed(2)} s`],
  ['  memory of the server at most', ({ reconnect }) => megabytes(reconnect.serverMemory)],
  ['edits pushed in a row', ({ push }) => whole(push.edits)],
  ['  edits a second', ({ push }) => whole(perSecond(push.edits, push.seconds))],
  ['save until shown, p50', ({ latency }) => `${latency.p50.toFixed(0)} ms`],
  ['save until shown, p95', ({ latency }) => `${latency.p95.toFixed(0)} ms`],
]

export function tableOf(figures: readonly EngineFigures[]): string {
  const row = (name: string, cells: readonly string[]) =>
    name.padEnd(34) + cells.map((cell) => cell.padStart(16)).join('')
  return [
    row(
      '',
      figures.map(({ name }) => name),
    ),
    ...LINES.map(([name, cell]) => row(name, figures.map(cell))),
    'enlace: the first sync takes over a file that the server made when somebody was about to join.',
    'enlace: file on the disk, log, rules and signatures; its saves are painted in a browser. rxdb: in memory on both sides.',
  ].join('\n')
}

/** How many times better than each other engine, by name. */
export function ratiosOf(figures: readonly EngineFigures[]): Record<string, number> {
  const [own, ...others] = figures
  const ratios: Record<string, number> = {}
  if (!own) return ratios
  const add = (name: string, ratio: number | undefined) => {
    if (ratio !== undefined && Number.isFinite(ratio)) ratios[name] = Number(ratio.toFixed(2))
  }
  const less = (mine: number | undefined, theirs: number | undefined) =>
    mine === undefined || theirs === undefined ? undefined : theirs / mine
  for (const other of others) {
    const { name } = other
    add(`firstSync/${name}`, less(own.firstSync.seconds, other.firstSync.seconds))
    add(`firstSyncOfPages/${name}`, less(own.firstSync.unprepared?.seconds, other.firstSync.seconds))
    add(`clientMemory/${name}`, less(own.firstSync.clientMemory, other.firstSync.clientMemory))
    add(`serverMemory/${name}`, less(own.firstSync.serverMemory, other.firstSync.serverMemory))
    add(`reconnect/${name}`, less(own.reconnect.seconds, other.reconnect.seconds))
    add(`reconnectMemory/${name}`, less(own.reconnect.serverMemory, other.reconnect.serverMemory))
    add(`push/${name}`, less(own.push.seconds, other.push.seconds))
    add(`latencyP50/${name}`, less(own.latency.p50, other.latency.p50))
    add(`latencyP95/${name}`, less(own.latency.p95, other.latency.p95))
  }
  return ratios
}

/** One line for each target: whether it holds. */
export function missed(figures: readonly EngineFigures[]): string[] {
  const own = figures.find(({ name }) => name === 'enlace')
  if (!own) return []
  const faster = ratiosOf(figures)['firstSync/pouchdb']
  const line = (name: string, holds: boolean, text: string) =>
    `${holds ? 'holds ' : 'MISSED'} ${name}: ${text}`
  const memory = Math.max(own.firstSync.serverMemory ?? 0, own.reconnect.serverMemory ?? 0)
  return [
    ...(faster === undefined
      ? []
      : [
          line(
            'first sync beside PouchDB',
            faster >= TARGETS.firstSyncOfPouchdb,
            `× ${faster.toFixed(1)} of × ${TARGETS.firstSyncOfPouchdb}`,
          ),
        ]),
    ...(own.firstSync.unprepared
      ? [
          line(
            'usable out of pages',
            own.firstSync.unprepared.seconds <= TARGETS.usable,
            `${own.firstSync.unprepared.seconds.toFixed(1)} of ${TARGETS.usable} s`,
          ),
        ]
      : []),
    line(
      'usable',
      own.firstSync.seconds <= TARGETS.usable,
      `${own.firstSync.seconds.toFixed(1)} of ${TARGETS.usable} s`,
    ),
    line(
      'latency p95',
      own.latency.p95 <= TARGETS.latencyP95,
      `${own.latency.p95.toFixed(0)} of ${TARGETS.latencyP95} ms`,
    ),
    line(
      'memory of the server',
      memory <= TARGETS.serverMemory,
      `${memory.toFixed(0)} of ${TARGETS.serverMemory} MB`,
    ),
  ]
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-GB')
const secondsOf = (value: number | undefined): string => (value === undefined ? '-' : `${value.toFixed(1)} s`)
const megabytes = (value: number | undefined): string =>
  value === undefined ? '-' : `${value.toFixed(0)} MB`
