import type es from '../es/app.ts'

export default {
  skip: 'Go to the content',
  find: 'Find or do…',
  retry: 'Try again',
  notices: 'State of the program',
  startFailed: 'The program does not answer',
  undoAction: 'Undo: {action}',
  undoNothing: 'Nothing to undo',
  redoAction: 'Redo: {action}',
  redoNothing: 'Nothing to redo',
  undone: 'Undone: {action}',
  redone: 'Redone: {action}',
  kept: 'What somebody changed later stays as it is: {list}',
  keptMore: '{list} and {count} more',
  nav: {
    label: 'Main',
    collapse: 'Fold the navigation',
    expand: 'Unfold the navigation',
    identity: '{person}, {office}: personal settings',
  },
  theme: {
    label: 'Theme',
    now: 'Theme: {theme}',
    system: 'As the system',
    light: 'Light',
    dark: 'Dark',
  },
  language: {
    switch: 'Cambiar a español',
    es: 'Español',
    en: 'English',
  },
  lost: {
    title: 'No connection to the program',
    text: 'What you are typing is still here. The window reconnects by itself; until then nothing is saved.',
  },
  setAside: {
    title: 'The data file was damaged',
    text: 'Nothing was deleted: it was set aside in the folder below and a new one was started. Keep it to recover the data.',
    copy: 'Copy the path',
  },
  demo: {
    banner: 'Demo data, in a folder of its own. Try anything you like.',
    leave: 'Leave the demo',
    leaveTitle: 'Leave the demo?',
    leaveText:
      'You return to your real data, or to the set-up if that is not done yet. The demo data stay in their folder.',
  },
  tasks: {
    label: 'Work in progress',
    count: '{done} of {total}',
  },
  bug: {
    screen: 'Something failed on this screen',
    title: 'Something failed in the program',
    text: 'Your saved data are fine. Try again; if it happens again, restart the program.',
    copy: 'Copy the technical details',
  },
  notFound: {
    title: 'This page does not exist',
    text: 'The address may be incomplete.',
    home: 'Go to customers',
  },
  action: {
    other: 'the last action',
    setup: { initialise: 'set-up' },
    demo: { load: 'loading the demo' },
    customer: {
      create: 'create customer',
      update: 'change customer',
      setStatus: 'change status',
      setOffice: 'change office',
      setAttribute: 'change attribute',
      tag: 'change tags',
      archive: 'archive customers',
      restore: 'restore customers',
    },
    contact: {
      create: 'create contact',
      update: 'change contact',
      archive: 'archive contacts',
      restore: 'restore contacts',
    },
    site: {
      create: 'create site',
      update: 'change site',
      archive: 'archive sites',
      restore: 'restore sites',
    },
    catalog: {
      save: 'change shared settings',
      archive: 'archive shared settings',
      restore: 'restore shared settings',
    },
  },
} satisfies typeof es
