import type { Clock } from '#core/lib/clock.ts'
import type { ServerConfig } from './config.ts'
import type { SqlDatabase } from './store/sql.ts'

/** A task of the administrator's command line; answers the lines to print. */
export interface Task {
  arguments: number
  /** Further arguments that may be left out. */
  optional?: number
  /** Takes `--force`. */
  forces?: true
  run(
    context: { database: SqlDatabase; config: ServerConfig; clock: Clock; isForced: boolean },
    ...texts: string[]
  ): Promise<string[]>
}
