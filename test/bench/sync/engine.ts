/** What one engine's server says of itself. */
export interface BenchServer {
  pid(): number
  /** What a client needs to reach it; of the engine's own kind. One of each for every client. */
  doors(count: number): Promise<unknown[]>
  /** Its address, and the folder of its data, where tests ask for them. */
  url?(): string
  folder?: string
  /** Where it can make something for a first sync beforehand: starts it anew, with or without that. */
  restart?(options: { prepares: boolean }): Promise<void>
  /** And has it made, for one client more. */
  prepare?(): Promise<Prepared>
  stop(): Promise<void>
}

/** What a server holds before anybody asks it. */
export interface Holding {
  customers: number
  /** Customers alone, without what belongs to them. */
  bare: boolean
}

/** One system with its server and its clients, each process on its own. */
export interface SyncEngine {
  name: string
  startServer(holding: Holding): Promise<BenchServer>
  /** Script of a process that holds some clients (`clients.ts`). */
  clients: string
  /** Instead of what `clients` does: the program itself. */
  firstSync?(server: BenchServer, documents: number): Promise<FirstSync>
  latency?(server: BenchServer, saves: number): Promise<number[]>
}

/** What it takes to have a first sync prepared. */
export interface Prepared {
  seconds: number
  /** Megabytes at the most. */
  serverMemory?: number | undefined
}

export interface FirstSync {
  documents: number
  /** Until every document is there and can be asked for. */
  seconds: number
  /** Until what else there is, such as the log of older changes, is there too. */
  wholeSeconds: number
  /** Where the server makes something for a first sync beforehand. */
  prepared?: Prepared
  /** The same without that. */
  unprepared?: { seconds: number; wholeSeconds: number }
  /** Megabytes at the most; undefined where the system does not tell. */
  clientMemory?: number | undefined
  serverMemory?: number | undefined
}

export interface Reconnect {
  clients: number
  edits: number
  seconds: number
  serverMemory?: number | undefined
}

export interface Push {
  edits: number
  seconds: number
}

/** What a process with clients does, one method each. */
export interface ClientMethods {
  /** Empty clients, one for each door. */
  open(input: { doors: unknown[]; holding: Holding }): Promise<void>
  /** Everything that the server has, once and one client after another; answers how many documents one client holds. */
  fetch(): Promise<number>
  /** Without a network, each client edits its share of the customers: those from `first + index * edits` on. */
  edit(input: { first: number; edits: number }): Promise<void>
  /** Push and pull from now on, all at once. */
  connect(): void
  /** Resolves when each client holds so many edited customers. */
  untilEdited(count: number): Promise<void>
  /** Resolves when the server has taken everything that the first client has to say. */
  untilPushed(): Promise<void>
}

/** What a process of which one saves and another one looks does besides. */
export interface ShowingMethods {
  /** The first client saves a customer; answers when it began to. */
  save(input: { index: number; text: string }): Promise<number>
  /** Resolves with the moment in which a live query of the first client shows the text. */
  untilShown(input: { index: number; text: string }): Promise<number>
}
