import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import { validate } from '#core/lib/validate.ts'
import { homeOf } from '../sync/home.ts'

const settings = Type.Object({
  port: Type.Integer({ minimum: 0, maximum: 65_535 }),
  name: Type.String(),
  startsWithProgram: Type.Boolean(),
  /** Where its file was when it last ran (sync/home.ts). */
  home: Type.Optional(Type.String()),
})

/** How this desktop is the hub; kept beside the hub's own data. */
export type HubSettings = Static<typeof settings>

const fileOf = (folder: string): string => join(folder, 'hub.json')
export const hubDatabase = (folder: string): string => join(folder, 'server.sqlite')

/** Undefined where there is no hub, and for what nobody can read as its settings. */
export function readHubSettings(folder: string): HubSettings | undefined {
  try {
    const checked = validate(settings, JSON.parse(readFileSync(fileOf(folder), 'utf8')))
    return checked.ok ? checked.value : undefined
  } catch {
    return undefined
  }
}

/** Entire or not at all: a power cut leaves the ones before. */
export function writeHubSettings(folder: string, value: HubSettings): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const part = `${fileOf(folder)}.part`
  writeFileSync(part, JSON.stringify(value), { mode: 0o600, flush: true })
  renameSync(part, fileOf(folder))
}

/** Undefined before the hub first ran. */
export const hubHome = (folder: string): string | undefined =>
  existsSync(hubDatabase(folder)) ? homeOf(hubDatabase(folder)) : undefined
