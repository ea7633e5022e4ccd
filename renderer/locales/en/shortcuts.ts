import type es from '../es/shortcuts.ts'

export default {
  title: 'Keyboard shortcuts',
  general: 'Everywhere',
  lists: 'In lists',
  find: 'Find or do something',
  undo: 'Undo',
  redo: 'Redo',
  show: 'See these shortcuts',
  close: 'Close what is open',
  up: 'Previous row',
  down: 'Next row',
  pageUp: 'Previous page',
  pageDown: 'Next page',
  first: 'First row',
  last: 'Last row',
  open: 'Open the row',
  select: 'Select the row',
  range: 'Extend the selection',
  all: 'Select all',
} satisfies typeof es
