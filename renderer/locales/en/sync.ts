import type es from '../es/sync.ts'

export default {
  title: 'Offices in sync',
  open: 'Offices in sync: state and connection',
  frame: 'Sync: {state}. Show details',
  settings: 'Open in Settings',
  retry: 'Ask now',
  pending: 'To be sent',
  pendingText: 'What is yours is saved here and goes out by itself.',
  contact: 'Last contact',
  noContact: 'None yet',
  server: 'Server',
  connectedAt: 'Connected since',
  demo: 'Demo data is not connected with other offices. Leave the demo to connect your own.',
  state: {
    off: 'This desktop works alone',
    connecting: 'Connecting…',
    firstSync: 'Receiving the data…',
    firstSyncOf: 'Receiving the data: {percent}',
    inSync: 'In sync',
    pending: '{count} change to be sent | {count} changes to be sent',
    offline: 'Offline since {time}',
    paused: 'Paused: {reason}',
  },
  pausedShort: {
    signIn: 'a new code is needed',
    forbidden: 'not allowed',
    update: 'update the program',
    revoked: 'desktop taken out',
    quarantined: 'two copies of this file',
    closed: 'another desktop took its place',
    unknownDevice: 'unknown desktop',
    damaged: 'the log does not fit',
  },
  paused: {
    signIn:
      'The server does not recognise this desktop any more. Disconnect and connect again with a new code: what waits is sent then.',
    forbidden: 'The server does not let this desktop in. Ask its administrator; what waits is kept here.',
    update: 'The server asks for a newer version of Enlace. Update the program; what waits is sent then.',
    revoked:
      'The administrator of the server took this desktop out. What is here is kept, but nothing is sent or received.',
    quarantined:
      'Two copies of this file worked at the same time. Ask the administrator of the server to release the desktop: neither loses anything then.',
    closed:
      'Another copy of this file took its place. In a moment it goes on by itself under a new identity.',
    unknownDevice: 'The server does not know this desktop. Disconnect and connect again with a new code.',
    damaged:
      'The server could not verify a change of this desktop. Check the log in Settings, Data, and tell the administrator of the server.',
  },
  trouble: {
    unreachable: 'The server cannot be reached. You can go on working: all is sent once the network is back.',
    proxy:
      'The proxy of your network lets nothing through. Ask for the server’s address to be allowed; you can go on working.',
    notOurServer:
      'Somebody else answers in place of the server, perhaps the sign-in page of this network. Sign in to the network; you can go on working.',
    certificate:
      'What answers has not the certificate of the server, so nothing is sent. Tell the administrator of the server.',
    busy: 'The server cannot answer at the moment. It is asked again by itself.',
    tooLarge: 'One change is larger than the server takes. Ask its administrator to raise the limit.',
    badAnswer:
      'The answer of the server cannot be understood. It may be of another version: update the program or the server.',
    disk: 'The disk of this desktop cannot be written to. Free some space; nothing is lost.',
  },
  first: {
    label: 'Receiving the data of the organisation',
    done: '{done} records received. You can leave it working: after a break it goes on where it was.',
    doneOf: '{done} of {total} records. You can leave it working: after a break it goes on where it was.',
    history: 'The data is here; older activity is still arriving.',
  },
  connect: {
    text: 'Connected offices see the same: each works at its own desktop, without a network too, and changes travel by themselves.',
    code: 'Connection code',
    codeHint: 'The administrator of the server gives it to you. It is good once, for this desktop.',
    codeServer: 'Connects with {server}',
    codeMissing: 'Paste the connection code.',
    codeWrong: 'That is not a connection code. Paste all of it: it begins with “enlace1.”.',
    join: 'What happens to what is on this desktop?',
    addMine: 'Add it to the organisation',
    addMineText: 'Your customers and everything else become everybody’s, with their history.',
    aside: 'Set mine aside',
    asideText:
      'This desktop begins with the data of the organisation. Your file is kept beside it, unchanged.',
    asideTitle: 'Set aside what is on this desktop?',
    asideSure:
      'The present file is kept in the same folder, and nothing of it is deleted. The window begins anew with the data of the organisation.',
    asideConfirm: 'Set aside and connect',
    do: 'Connect',
  },
  disconnect: {
    do: 'Disconnect',
    hint: 'Disconnected, this desktop keeps everything and works alone.',
    title: 'Disconnect this desktop?',
    text: 'Everything that is here stays. Connecting again takes a new code.',
    pending:
      '{count} change has not been sent: it goes out when you connect again, which takes a new code. | {count} changes have not been sent: they go out when you connect again, which takes a new code.',
    confirm: 'Disconnect',
  },
  aside: {
    title: 'What was on this desktop before',
    text: 'It was set aside in this file when you connected. It is never deleted by itself.',
  },
} satisfies typeof es
