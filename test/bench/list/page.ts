/*
 * Runs inside the program's own page. It knows the screen by its roles alone: a grid whose rows name their place in
 * `aria-rowindex`, headers to press, one search box, and filters in the address.
 */

/** Milliseconds after which an action has failed. */
const PATIENCE = 30_000

export type Action =
  | { do: 'go'; address: string }
  | { do: 'follow'; address: string }
  | { do: 'sort'; header: string }
  | { do: 'scroll'; index: number }
  | { do: 'type'; text: string }

/** Numbers of the customers that have to stand on the screen, from the row `start` on. */
export interface Shown {
  start: number
  numbers: string[]
}

const find = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`nothing on the screen is ${selector}`)
  return found
}

const actions: { [D in Action['do']]: (action: Extract<Action, { do: D }>) => void } = {
  go({ address }) {
    location.hash = address
    find('[role=grid]').scrollTop = 0
  },
  follow: ({ address }) => find(`a[href="#${address}"]`).click(),
  sort({ header }) {
    const headers = [...document.querySelectorAll<HTMLElement>('[role=columnheader] button')]
    const wanted = headers.find((button) => button.textContent?.trim() === header)
    if (!wanted) throw new Error(`no header ${header}`)
    wanted.click()
  },
  scroll({ index }) {
    const row = find('[role=grid] [role=row]:not([aria-rowindex="1"])')
    find('[role=grid]').scrollTop = index * row.getBoundingClientRect().height
  },
  type({ text }) {
    const box = find('input[type=search]') as HTMLInputElement
    box.value = text
    box.dispatchEvent(new Event('input', { bubbles: true }))
  },
}

/** The rows that a person sees, by their place in the list. */
function rowsOnScreen(): Map<number, string> {
  const grid = document.querySelector('[role=grid]')
  if (!grid) return new Map()
  const frame = grid.getBoundingClientRect()
  const rows = [...grid.querySelectorAll('[role=row][aria-rowindex]')].filter((row) => {
    const { top, bottom } = row.getBoundingClientRect()
    return bottom > frame.top && top < frame.bottom
  })
  // A row that is still being fetched shows nothing, whatever it holds.
  const textOf = (row: Element) => (row.ariaBusy === 'true' ? '' : (row.textContent ?? ''))
  return new Map(rows.map((row) => [Number(row.getAttribute('aria-rowindex')) - 2, textOf(row)]))
}

function isShown({ start, numbers }: Shown): boolean {
  const rows = rowsOnScreen()
  rows.delete(-1)
  return (
    rows.size > 0 &&
    numbers.every((number, i) => rows.get(start + i)?.includes(number)) &&
    [...rows.values()].every((text) => text.trim() !== '')
  )
}

const painted = (): Promise<void> =>
  new Promise((done) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        channel.port1.close()
        done()
      }
      channel.port2.postMessage(undefined)
    })
  })

const listBench = {
  /** Does something and answers after how many milliseconds the screen shows what it has to. */
  async measure(action: Action, shown: Shown): Promise<number> {
    const start = performance.now()
    actions[action.do](action as never)
    do {
      await painted()
      if (performance.now() - start > PATIENCE)
        throw new Error(
          `never on the screen: ${JSON.stringify({ action, shown })}; ${JSON.stringify([...rowsOnScreen()].slice(0, 3))}`,
        )
    } while (!isShown(shown))
    return performance.now() - start
  },
  /** Types a word letter by letter, waits until the list stands still, and empties the box. */
  async typeSlowly(word: string): Promise<void> {
    for (let length = 1; length <= word.length; length++) {
      actions.type({ do: 'type', text: word.slice(0, length) })
      await waited(LETTER)
    }
    await waited(REST)
    actions.type({ do: 'type', text: '' })
    await waited(REST)
  },
}

/** Milliseconds between the letters of a quick hand, and after a word. */
const LETTER = 90
const REST = 400
const waited = (milliseconds: number): Promise<void> =>
  new Promise((done) => void setTimeout(done, milliseconds))

export type ListBenchPage = typeof listBench

Object.assign(window, { listBench })
