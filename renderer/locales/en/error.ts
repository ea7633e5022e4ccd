import type es from '../es/error.ts'

export default {
  host: {
    invalidInput:
      'The program did not understand the request. Check the data; if it happens again, restart the program.',
    unknownMethod:
      'This window and the program are of different versions. Close all windows and open it again.',
    unavailable:
      'The program does not answer. What you typed is still here; wait until the connection is back.',
    unauthorised: 'This window is no longer allowed in. Close it and open the program again.',
    internal:
      'Something failed inside the program and nothing was changed. Try again; if it happens again, restart it.',
    cancelled: 'Cancelled: nothing was changed.',
    notSetUp: 'The program has not been set up. Complete the set-up to start.',
    tooLarge: 'That is too much data at once. Do it in smaller parts.',
  },
  store: {
    diskFull: 'The disk is full and nothing was saved. Free some space and try again.',
    readOnly: 'The data folder is read-only. Check the permissions of the folder and try again.',
    damaged:
      'The data file is damaged and nothing is saved in it any more. Close Enlace and open it again: it will set the file aside, not delete it.',
    newerVersion: 'The data come from a newer version of the program. Update the program to open them.',
    foreignFile: 'The data file is not from this program and was left alone. Move it to another folder.',
    locked: 'Another program has the data open. Close it and try again.',
    busy: 'The program is busy with a long task. Wait until it ends and try again.',
  },
  command: {
    unknown: 'This version of the program does not know that action. Update it.',
    refused: 'The action cannot be done now. Check the data and try again.',
    nothingToUndo: 'There is nothing to undo.',
    nothingToRedo: 'There is nothing to redo.',
    cannotUndo: 'This can no longer be undone: something later depends on it. Change it by hand.',
    changedSince:
      'The value is no longer what it was then: somebody changed it later. Change it by hand if need be.',
    cannotUndoBecause: {
      stillUsed: 'This cannot be undone: “{title}” depends on it. Take that away first.',
      valueTaken:
        'This cannot be undone: {title} has “{value}” in “{attribute}” by now, which may not be repeated. Change it first.',
    },
    noPreview: 'What this action would do cannot be shown beforehand. Do it, and undo it if it was wrong.',
  },
  bank: {
    notStatement: 'This XML file is no bank statement (CAMT.053). Ask the bank for that format or a CSV.',
    brokenXml: 'The XML file is damaged (line and column: {where}). Download it from the bank again.',
    badMovement:
      'Movement {position} of the statement cannot be read: “{text}” is no date, amount or currency. Nothing was read; download it from the bank again.',
    nothingAccepted: 'Accept a movement first.',
  },
  import: {
    tooLarge: 'The file is too large. Part it into files of less than 100 MB.',
    tooManyRows: 'The file has more than {most} rows. Part it into smaller ones.',
    tooManyColumns: 'The file has more than {most} columns. Remove those that are not needed.',
    empty: 'The file has no rows with data. Check that it is the right one.',
    brokenTable: 'The file is damaged. Open it and save it again.',
    brokenTableBecause: {
      quote: 'A quote opens in line {line} and is never closed. Mend it there and choose the file again.',
    },
    oldWorkbook: 'This is an old Excel workbook (.xls). Save it as .xlsx or CSV.',
    notATable: 'This is no table. Choose a CSV file or an .xlsx workbook.',
    fileGone: 'The program no longer has the file. Choose it again.',
    outOfOrder: 'The file did not arrive whole. Choose it again.',
    notRehearsed: 'Rehearse the import before you run it.',
  },
  invoices: {
    notValid:
      'The invoice {number} does not meet the norm for e-invoices: {rules}. Complete the data of the company and the customer; to have them on this one, credit it and bill again.',
    notValidBecause: {
      currency:
        'The invoice {number} is in {currency}, which has more decimals than the norm for e-invoices takes. Save it as PDF.',
    },
    none: 'There is no document to save.',
    tooMany: 'That is more than {most} documents for one file. Narrow the list by dates or office.',
  },
  billing: {
    draftGone: 'The draft is gone. Work it out again.',
    runGone: 'That billing run is gone. Refresh the list.',
    busy: 'This billing run is being issued right now. Wait until it is done.',
    tooManyExcluded:
      'That is too many customers to leave out one by one. Narrow the run by office or with a filter.',
  },
  export: {
    tooManyRows: 'An Excel sheet cannot hold so many rows. Choose CSV or narrow the dates.',
  },
  files: {
    gone: 'The file is no longer there. Make it again.',
    notSaved: 'The file could not be saved there. Choose another folder.',
  },
  geo: {
    offline: 'The map service does not answer. Go on with the offline search or place the marker by hand.',
    overQuota: 'The map service has reached its limit. Go on with the offline search or wait a while.',
    badKey: 'The map service rejects the key. Check it in Settings.',
    notFound: 'That place was not found. Try the town or place the marker by hand.',
    noGazetteer: 'The file of towns is missing. Place the marker by hand and reinstall the program.',
  },
  access: {
    locked: 'The desktop is locked. Unlock it to go on.',
    notAllowed: 'Your role does not allow this. Ask an administrator.',
    notAllowedBecause: {
      read: 'Your role does not let you see that. Ask an administrator.',
      role: 'Your role does not allow this. Ask an administrator.',
      field: 'Your role may not change one of these fields. Ask an administrator.',
    },
    wrongPassword: 'That is not the password. Check capitals and keyboard.',
    weakPassword: 'That password is easy to guess. Use a sentence of at least 10 characters.',
    wait: 'Too many tries. Wait {seconds} seconds.',
    offline: 'The server cannot be reached. Check the network and try again.',
    refused: 'The server did not allow it. Try again.',
    refusedBecause: {
      signIn: 'The session has ended. Sign in again.',
      forbidden: 'Your role does not allow this.',
      wrongPassword: 'The e-mail or the password is not right.',
      appUnknown:
        'This desktop does not know your authenticator app yet: it is given to it only when you sign in with the server. Sign in once with a network; afterwards without one, too.',
      recoveryOnline:
        'A recovery code counts only with the server, which crosses it off for everybody. Without a network, use the app.',
      codeNeeded: 'Type the code of your app.',
      wrongCode:
        'The code is not right or was used. The one of the app changes: wait for the next. If an administrator gave it to you, ask for another.',
      inactive: 'This person is off and cannot sign in.',
      throttled: 'Too many tries. Wait {seconds} seconds.',
      weakPassword: 'That password is easy to guess. Use a sentence of at least 10 characters.',
      otherOffice: 'This person works at other offices. Sign in at a desktop of theirs.',
      revoked: 'This desktop was taken out. Connect it again with a code.',
      emailTaken: 'Somebody else has that e-mail already.',
      lastAdmin: 'This is the last administrator. Give somebody else that role first.',
      notFound: 'It is no longer there. Refresh the list.',
    },
  },
  secrets: {
    unavailable: 'The system keychain is not available. Unlock it and try again.',
  },
  setup: {
    alreadyDone: 'The program has been set up already. Open it again.',
    folderNotEmpty: 'The chosen folder already holds data. Choose an empty folder.',
  },
  shell: {
    blockedUrl: 'That address is not opened for safety. Copy it and open it yourself if you trust it.',
  },
  backup: {
    unknown: 'That is not a backup of Enlace data. Nothing was changed: choose another file.',
    damaged: 'The backup is damaged or not whole. Nothing was changed: copy it again or choose another one.',
    tooLarge: 'A backup is never larger than 8 GB. Make sure that it is the file you meant.',
    notRead: 'The program no longer has that backup. Choose it again.',
    demo: 'Leave the demo before you restore a backup.',
  },
  hub: {
    none: 'This desktop is not the hub. Make it one first in Settings, Offices in sync.',
    exists: 'This desktop is the hub already. A backup is restored on a desktop that is not.',
    unknownDesktop: 'That desktop is no longer in the hub. Look at the list again.',
    notRunning: 'The hub is stopped. Start it and try again.',
    ended: 'The hub stopped because of a failure. Nothing is lost: start it again.',
    portTaken: 'Another program uses that port. Choose another one, for example the next.',
    portForbidden: 'The system does not allow that port. Choose another one above 1024.',
    damaged:
      'The data of the hub is damaged and was not touched. Restore a backup of the hub on another desktop, or ask for help before you delete anything.',
    notABackup:
      'That file is not a whole backup of a hub or server. Nothing was changed: choose another one.',
  },
  sync: {
    badCode:
      'That is not a connection code. Paste all of the one that the administrator of the server gave you: it begins with “enlace1.”.',
    wrongCode:
      'The server does not take this code: it was used, has expired, or is not one of its own. Ask the administrator for a new one.',
    alreadyConnected: 'This desktop is connected already. Disconnect it before you use another code.',
    notConnected: 'This desktop works alone. Connect it with a code.',
    demo: 'Demo data never comes into an organisation. Leave the demo, set it aside when you connect, or open Enlace with a folder of your own (--data=FOLDER).',
    otherOrganisation:
      'This data belongs to another organisation, and the two are not mixed. Connect with “Set mine aside”, or ask for a code of yours.',
    emptyOrganisation:
      'The organisation has nothing to receive yet. Connect the desktop that has the data first, or start from scratch on this one and add yours with this same code in Settings, Offices in sync: it is still good.',
    update: 'The server asks for a newer version of Enlace. Update the program and try again.',
    refused: 'The server does not take this desktop. Ask its administrator.',
    unreachable:
      'The server cannot be reached. Check the network of this desktop and that the server is on; the code is still good.',
    proxy:
      'The proxy of your network lets nothing through. Ask for the server’s address to be allowed; the code is still good.',
    notOurServer:
      'Somebody else answers in place of the server, perhaps the sign-in page of this network. Sign in to the network and try again.',
    certificate:
      'What answers has not the certificate that the code names. Nothing was sent. Ask the administrator of the server.',
    busy: 'The server cannot answer at the moment. Wait a minute and try again.',
    noFileKey:
      'This desktop was connected before there were files. Disconnect it and connect it again over the network with a new code; nothing is lost.',
    fileUnknown: 'That is not a sync file of Enlace. Nothing was changed: choose another one.',
    fileNewer: 'A newer version of Enlace wrote that file. Nothing was changed: update the program.',
    fileOtherKind:
      'That file goes the other way: a desktop takes the answer, and the hub takes what a desktop sends. Nothing was changed.',
    fileForeign:
      'That file is of another organisation, or of a desktop that is not known here. Nothing was changed.',
    fileTruncated: 'The end of the file is missing. Nothing was changed: copy it again.',
    fileAltered:
      'The file is not what was written: it was damaged on its way, or somebody changed it. Nothing was changed: copy it again.',
    fileTooLarge: 'The file is too large. Exchange over the network this time.',
    badAnswer:
      'The answer of the server cannot be understood. It may be of another version: update the program or the server.',
    leaseRefused:
      'The server did not allow it: another desktop has it, or nobody is signed in here whose role may. Look how it stands now.',
  },
} satisfies typeof es
