import type { StartTexts } from './start-texts.ts'

export const en: StartTexts = {
  flag: {
    unknown: 'unknown option',
    twice: 'is given twice',
    host: 'must be --host=electron or --host=browser',
    port: 'the port must be a number from 0 to 65535',
    data: 'the folder is missing: --data=FOLDER',
    demo: 'must be a number of customers from 1 to 1000000',
    customers: 'makes sense only together with --demo',
    'no-open': 'takes no value',
    locale: 'must be --locale=es or --locale=en',
  },
  usage: 'Options: --host=electron|browser  --port=N  --data=FOLDER  --demo[=N]  --no-open  --locale=es|en',
  portInUse: (port) =>
    `Port ${port} is in use by another program. Choose another with --port=N or leave the option out.`,
  portForbidden: (port) => `The system does not allow port ${port}. Choose one from 1024 up.`,
  cannotListen: 'The system does not allow a port on 127.0.0.1 to be opened.',
  setAside: (path) =>
    `The database was damaged. It was moved, unchanged, to ${path} and a new one was started.`,
  demoRefused: (folder) =>
    `The folder ${folder} has data already: --demo fills empty folders only. Choose another with --data=FOLDER or leave --demo out.`,
  demoStopped: (reason) => `The demo data could not be loaded (${reason}).`,
  loadingDemo: (customers) => `Preparing ${customers} demo customers…`,
  demoReady: (folder) => `The demo data is in ${folder}. Open it with: npm start -- --data=${folder}`,
  secretsInFile: 'Secrets are kept in a file that only your user can read.',
  linkUsed:
    'Enlace: this address was used already or is not of this program. Open Enlace again to get a new one.',
  noBrowser: (link) => `The browser could not be opened. Open this address yourself: ${link}`,
  alreadyOpen: (folder) => `Enlace is already open with the folder ${folder}; that window is shown.`,
  alreadyOpenAt: (folder, link) =>
    `Enlace is already open with the folder ${folder}. This address lets you in once: ${link}`,
  noAnswer: (folder) =>
    `Another Enlace has the folder ${folder} open and does not answer. Close it or choose another folder with --data=FOLDER.`,
  endsSlowly:
    'Enlace is still finishing a task. Wait, or press Ctrl+C again to close now: that task is lost, and nothing that was saved.',
  building: 'Preparing the program…',
  downloading: 'Downloading Electron (a minute at most)…',
  noElectron: 'Electron is not installed and could not be downloaded: opening in the browser.',
  electronFailed: 'Electron could not open on this computer: opening in the browser.',
  electronMissing:
    '--host=electron was asked for, but Electron is not installed and could not be downloaded.',
  noDisplay: 'There is no display: opening in the browser.',
  displayMissing: '--host=electron was asked for, but there is no display.',
  buildFailed: 'The program could not be prepared; the lines above say why.',
  bug: 'Enlace has met an error of its own and cannot start:',
  otherError: (code) => `Enlace cannot start (${code}).`,
  error: {
    'store/locked': (path) =>
      `Enlace is already open with the folder ${path}. Use that window or close it first.`,
    'store/read-only': (path) =>
      `${path} cannot be written to. Check its permissions or choose another folder with --data=FOLDER.`,
    'store/disk-full': (path) =>
      `The disk of ${path} is full. Free some space and start again; nothing was lost.`,
    'store/newer-version': (path) => `${path} is from a newer version of Enlace. Update the program.`,
    'store/foreign-file': (path) =>
      `${path} belongs to another program and was left alone. Move it or choose another folder with --data=FOLDER.`,
    'store/damaged': (path) => `The database ${path} is damaged and could not be set aside.`,
  },
}
