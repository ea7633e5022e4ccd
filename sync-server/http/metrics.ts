import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  registry: Registry
  /** Ops that were pushed, by what became of them. */
  ops: Counter<'status'>
  /** Items of the feed that were sent. */
  items: Counter
  /** Desktops that listen. */
  live: Gauge
  /** Connections of listening desktops that the server ended, by why. */
  dropped: Counter<'code'>
  /** Files for first syncs that were to be made, by what became of them. */
  snapshots: Counter<'outcome'>
  /** Seconds of a request by route and status. */
  seconds: Histogram<'route' | 'status'>
}

/** Prometheus metrics of one server; no label names a customer, person or device. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    ops: new Counter({
      name: 'enlace_ops_total',
      help: 'Pushed ops by status',
      labelNames: ['status'],
      registers,
    }),
    items: new Counter({ name: 'enlace_feed_items_total', help: 'Items of the feed sent', registers }),
    live: new Gauge({ name: 'enlace_live_connections', help: 'Desktops that listen', registers }),
    dropped: new Counter({
      name: 'enlace_live_dropped_total',
      help: 'Connections of listening desktops that the server ended, by why',
      labelNames: ['code'],
      registers,
    }),
    snapshots: new Counter({
      name: 'enlace_snapshots_total',
      help: 'Files for first syncs, by whether they were made',
      labelNames: ['outcome'],
      registers,
    }),
    seconds: new Histogram({
      name: 'enlace_request_seconds',
      help: 'Seconds of a request',
      labelNames: ['route', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.3, 1, 3, 10, 30],
      registers,
    }),
  }
}
