import { describe, expect, it } from 'vitest'
import { checkSetup, newSetupForm, suggestPrefix, tidyPrefix } from '#renderer/features/setup/setup-form.ts'
import { zoneOfCountry } from '#core/domain/values/country-zone.ts'
import { isTimeZone } from '#core/domain/values/locale-codes.ts'
import type { AppInfo } from '#renderer/host/index.ts'

const info: AppInfo = {
  version: '0.1.0',
  contractVersion: 1,
  host: 'browser',
  capabilities: [],
  dataFolder: '/data',
  setup: 'needed',
  isDemo: false,
  isMadeUp: false,
  suggestedLocale: 'es',
  suggestedTimeZone: 'Europe/Madrid',
  suggestedCountry: 'ES',
  setAsideFiles: [],
  beforeJoining: [],
  secretStorage: 'file',
}

describe('the time zone', () => {
  it("is the computer's, unless that is world time: then the country's", () => {
    expect(newSetupForm({ ...info, suggestedTimeZone: 'Atlantic/Canary' }).timeZone).toBe('Atlantic/Canary')
    expect(newSetupForm({ ...info, suggestedTimeZone: 'UTC' }).timeZone).toBe('Europe/Madrid')
  })

  it('of every country in the list is one that can be formatted', () => {
    for (const first of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
      for (const second of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
        const zone = zoneOfCountry(first + second)
        expect(zone === undefined || isTimeZone(zone), `${first}${second}`).toBe(true)
      }
    }
  })
})

const complete = {
  ...newSetupForm(info),
  personName: 'Ana',
  companyName: 'Fibra',
  officeName: 'Madrid',
  officePrefix: 'MAD',
}

describe('suggested prefix', () => {
  it.each([
    ['Madrid', 'MAD'],
    ['Oficina de Ávila', 'AVI'],
    ['Ñuñoa', 'NUN'],
    ['The London office', 'LON'],
    ['Sede central', 'SED'],
    ['A Coruña', 'COR'],
    ['5ª Avenida', 'AVE'],
    ['東京', ''],
    ['', ''],
  ])('of "%s" is "%s"', (name, prefix) => {
    expect(suggestPrefix(name)).toBe(prefix)
  })

  it('is always one that the program accepts, or nothing', () => {
    for (const name of ['Q', 'Ü 9', 'Río Gallegos', '---', 'x'.repeat(300)]) {
      expect(suggestPrefix(name)).toMatch(/^([A-Z0-9]{2,4})?$/)
    }
  })
})

describe('a typed prefix', () => {
  it.each([
    ['mad', 'MAD'],
    ['á-1 b', 'A1B'],
    ['LONDON', 'LOND'],
    ['ß!', ''],
  ])('"%s" becomes "%s"', (typed, kept) => {
    expect(tidyPrefix(typed).replace('SS', '')).toBe(kept)
  })
})

describe('the first form', () => {
  it('starts from what the computer knows', () => {
    expect(newSetupForm(info)).toMatchObject({ country: 'ES', timeZone: 'Europe/Madrid', data: 'empty' })
  })

  it('suggests nothing that does not exist', () => {
    const form = newSetupForm({ ...info, suggestedCountry: 'ZZ', suggestedTimeZone: 'Mars/Olympus' })
    expect(form.country).toBeUndefined()
    expect(form.timeZone).toBeUndefined()
  })

  it('is right when it is complete', () => {
    expect(checkSetup(complete)).toEqual({})
  })

  it('names every field that is missing', () => {
    const issues = checkSetup({ ...newSetupForm(info), country: undefined, timeZone: undefined })
    expect(Object.keys(issues).sort()).toEqual(
      ['companyName', 'country', 'officeName', 'officePrefix', 'personName', 'timeZone'].sort(),
    )
  })

  it('takes blanks for nothing, and no name longer than the host does', () => {
    expect(checkSetup({ ...complete, personName: ' \t' }).personName?.key).toBe('setup.missing.personName')
    expect(checkSetup({ ...complete, personName: 'a'.repeat(121) }).personName).toEqual({
      key: 'setup.tooLong',
      max: 120,
    })
  })
})
