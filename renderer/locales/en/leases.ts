import type es from '../es/leases.ts'

export default {
  title: 'Which desktop bills and sends',
  text: 'One desktop issues the invoices of an office, and one sends mail, so that nothing is billed or sent twice. It never changes by itself.',
  askedHere: 'Asked for at {when}: somebody at {holder} has to hand it over.',
  giveText:
    'From then on it is done there and not here. If the server does not answer now, nobody does it until it does.',
  forceText:
    'Do this only if that desktop cannot answer: until it connects it might go on issuing. If both bill the same, both invoices stay and the second waits under Conflicts.',
  aloneText:
    'This desktop is disconnected from the others. Do this only if it stays alone: if another one bills the same, both invoices stay and the second waits under Conflicts once you connect again.',
  act: {
    take: 'Do it here',
    ask: 'Ask for it',
    give: 'Hand over',
    keep: 'Keep it here',
    force: 'Take without an answer',
  },
  billing: {
    here: 'This desktop issues its invoices.',
    elsewhere: 'Its invoices are issued by {name}. Here you can prepare and check drafts.',
    gone: 'Its invoices were issued by {name}, which is gone.',
    nobody: 'Nobody issues its invoices yet.',
    asked: '{name} asks to issue them since {when}.',
    giveTitle: 'Let {name} issue the invoices of {office}?',
    forceTitle: 'Issue the invoices of {office} here?',
  },
  mail: {
    title: 'Mail',
    here: 'Mail is sent by this desktop.',
    elsewhere: 'Mail is sent by {name}.',
    gone: 'Mail was sent by {name}, which is gone.',
    nobody: 'Nobody sends mail yet.',
    asked: '{name} asks to send it since {when}.',
    giveTitle: 'Let {name} send mail?',
    forceTitle: 'Send mail from here?',
  },
} satisfies typeof es
