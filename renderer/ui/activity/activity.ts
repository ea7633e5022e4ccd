/** One changed value of an entry, ready to read. */
export interface ActivityLine {
  id: string
  /** The record it belongs to, when the entry touches several. */
  record?: string | undefined
  label: string
  /** Absent when there was no value. */
  before?: string | undefined
  after?: string | undefined
  /** Place of the change in its entry, when its earlier value can be put back by itself. */
  putBack?: number | undefined
  /** What that takes (renderer/ui/permission.ts). */
  needs?: string | undefined
}

/** One thing that somebody did. */
export interface ActivityItem {
  id: string
  /** Time of day for people, and the moment for machines (ISO 8601). */
  time: string
  moment: string
  who: string
  where?: string | undefined
  what: string
  /** The customer whose contact or site it is about. */
  of?: string | undefined
  lines: readonly ActivityLine[]
  /** What the lines leave out: "and 40 more changes". */
  more?: string | undefined
  /** Set when the entry has been taken back. */
  undone?: string | undefined
  canUndo: boolean
  /** What taking it back takes (renderer/ui/permission.ts). */
  needs: string
  /** The entry itself took something back, so that taking it back does the thing again. */
  isUndo: boolean
  /** The record to open when the headline is pressed. */
  target?: string | undefined
}

export interface ActivityDay {
  /** `YYYY-MM-DD`. */
  id: string
  label: string
  items: readonly ActivityItem[]
}
