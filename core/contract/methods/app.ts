import { Type } from 'typebox'
import { ROLES } from '../../domain/people/roles.ts'
import { countryCode, id, language, oneOf, requiredText, text } from '../../domain/schema-kit.ts'
import { call, nothing } from '../envelope.ts'

/** What this host can do; screens ask for capabilities, never "am I in Electron?". */
export const CAPABILITIES = ['nativeMenu', 'keychain', 'openExternal', 'saveDialog'] as const

/** What a slow opening of the data is at. */
export const openingStep = Type.Object({
  /**
   * `check`: the program ended without closing the file, and all of it is read. `records`: lists and figures are made anew
   * from them, after an update. `indexes`: lists are put in order. `search`: text is made searchable.
   */
  phase: oneOf(['check', 'records', 'indexes', 'search']),
  /** Records. `total` is 0 where nobody can say how much there is to do. */
  done: Type.Integer({ minimum: 0 }),
  total: Type.Integer({ minimum: 0 }),
})

export const openingState = Type.Object({
  state: oneOf(['opening', 'open', 'failed']),
  step: Type.Optional(openingStep),
  /** A backup is made ready beside the data that is open, whose place it takes only then. */
  isBackup: Type.Optional(Type.Boolean()),
  /** What was chosen for the windows of this desktop, or what the system suggests; its settings cannot be asked for yet. */
  locale: Type.Optional(language()),
  theme: Type.Optional(text(20)),
})

export const appMethods = {
  /** Whether the data is open: answered at once, while every other call waits for that. */
  opening: call(nothing, openingState),
  /** What runs here and how far the set-up is. */
  info: call(
    nothing,
    Type.Object({
      version: text(40),
      contractVersion: Type.Integer(),
      host: oneOf(['electron', 'browser']),
      capabilities: Type.Array(oneOf(CAPABILITIES)),
      dataFolder: text(4096),
      setup: oneOf(['needed', 'done']),
      /** The demo's own folder is open; `app.leaveDemo` goes back to the real one. */
      isDemo: Type.Boolean(),
      /** What is open is made up, in whichever folder: it is never connected with other offices. */
      isMadeUp: Type.Boolean(),
      /** The language asked for on the command line, or found in the operating system. */
      suggestedLocale: language(),
      suggestedTimeZone: text(64),
      suggestedCountry: countryCode(),
      /** A damaged database was found at start and moved here; the program went on with a new one. */
      setAside: Type.Optional(text(4096)),
      /** Damaged databases of all earlier starts that still lie beside the data. */
      setAsideFiles: Type.Array(text(4096)),
      /** Data that was here before this desktop began with an organisation's. */
      beforeJoining: Type.Array(text(4096)),
      /** The open database is damaged: nothing is written, and the next start sets it aside. */
      isDamaged: Type.Optional(Type.Boolean()),
      /** How secrets are kept: the operating system's keychain, or a file only this user can read. */
      secretStorage: oneOf(['keychain', 'file']),
      device: Type.Optional(
        Type.Object({
          id: id(),
          code: text(2),
          personId: id(),
          officeId: id(),
          /** Of who signed in; absent where nobody does, so that everything is allowed. */
          role: Type.Optional(oneOf(ROLES)),
        }),
      ),
    }),
  ),
  /** First run: makes company, office, first person, statuses and contact types in one command. */
  setUp: call(
    Type.Object({
      language: language(),
      personName: requiredText(120),
      companyName: requiredText(200),
      officeName: requiredText(120),
      officePrefix: Type.String({ maxLength: 4, pattern: '^[A-Z0-9]{2,4}$' }),
      timeZone: requiredText(64),
      country: countryCode(),
      /** Demo data goes into a folder of its own beside the real one; the host switches to it. */
      data: oneOf(['empty', 'demo']),
      demoCustomers: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
      taskId: Type.Optional(id()),
    }),
    Type.Object({ deviceCode: text(2) }),
  ),
  /** Leaves the demo data and returns to the real, possibly still empty, folder. */
  leaveDemo: call(nothing, nothing),
  /** Opens an https:, mailto: or geo: address with the system's program. */
  openExternal: call(Type.Object({ url: text(2000) }), nothing),
}

export const tasksMethods = {
  /** Asks a running task to stop. It answers its own call with `host/cancelled` when nothing was written. */
  cancel: call(Type.Object({ taskId: id() }), nothing),
}

export const settingsMethods = {
  /** Device settings of this desktop; never replicated. Unknown names answer null. */
  get: call(Type.Object({ name: text(120) }), Type.Object({ value: Type.Unknown() })),
  set: call(Type.Object({ name: text(120), value: Type.Unknown() }), nothing),
}

export const draftsMethods = {
  /** What a person typed and did not save yet; survives closing the window. Key e.g. `customer:new`, `site:<id>`. */
  get: call(
    Type.Object({ key: text(200) }),
    Type.Object({ value: Type.Unknown(), savedAt: Type.Optional(text(32)) }),
  ),
  put: call(Type.Object({ key: text(200), value: Type.Unknown() }), nothing),
  remove: call(Type.Object({ key: text(200) }), nothing),
  list: call(
    nothing,
    Type.Object({ drafts: Type.Array(Type.Object({ key: text(200), savedAt: text(32) })) }),
  ),
}

export const secretsMethods = {
  /** Write-only from the window: a secret can be set, removed and asked for, never read back. */
  set: call(Type.Object({ name: text(80), value: text(4000) }), nothing),
  has: call(Type.Object({ name: text(80) }), Type.Object({ has: Type.Boolean() })),
  remove: call(Type.Object({ name: text(80) }), nothing),
}
