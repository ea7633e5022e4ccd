import type es from '../es/backup.ts'

export default {
  title: 'Backup and moving',
  text: 'One file with everything on this desktop, for a loss or to go on on another one. It is made while you work. Whoever has it can read it: keep it where only those get who should.',
  make: 'Save backup',
  making: 'Copying the data',
  name: 'Enlace backup {code} {day}',
  restoreTitle: 'Go on from a backup',
  restoreText:
    'The backup takes the place of what is on this desktop, which is kept beside it under another name and not deleted. You see what it holds first.',
  choose: 'Choose backup',
  reading: 'Checking the backup',
  holds: 'What “{name}” holds',
  company: 'Company',
  person: 'Person',
  customers: 'Customers',
  changedAt: 'Last change',
  never: 'None',
  ready:
    'The backup is whole. This desktop goes on with another code in new numbers, so that those of the other one are not repeated.',
  readyShared:
    'The backup is whole and shared data with other offices: this desktop goes on with them as a new desktop, and what the backup lacks comes from them. On another computer a connection code is needed.',
  discard: 'Do not restore',
  restore: 'Restore',
  setup: 'Coming from another desktop?',
  setupText: 'If you saved a backup there (Settings, Data), go on here where you left off.',
} satisfies typeof es
