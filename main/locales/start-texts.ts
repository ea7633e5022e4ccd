import type { HostError } from '#core/contract/envelope.ts'
import type { FlagProblem } from '../flags.ts'
import type { ListenProblem } from '../loopback/server.ts'
import { en } from './start-en.ts'
import { es } from './start-es.ts'

/** What the program says before it has a window, in both languages. */
export interface StartTexts {
  flag: Record<FlagProblem['code'], string>
  usage: string
  portInUse(port: number): string
  portForbidden(port: number): string
  cannotListen: string
  setAside(path: string): string
  demoRefused(folder: string): string
  demoStopped(reason: string): string
  loadingDemo(customers: number): string
  demoReady(folder: string): string
  secretsInFile: string
  /** Shown in a browser whose link is spent. */
  linkUsed: string
  noBrowser(link: string): string
  alreadyOpen(folder: string): string
  alreadyOpenAt(folder: string, link: string): string
  noAnswer(folder: string): string
  /** Said to whoever pressed Ctrl+C. */
  endsSlowly: string
  building: string
  downloading: string
  noElectron: string
  electronFailed: string
  electronMissing: string
  noDisplay: string
  displayMissing: string
  buildFailed: string
  bug: string
  otherError(code: string): string
  error: Partial<Record<HostError['code'], (path: string) => string>>
}

export const startTexts = (locale: 'es' | 'en'): StartTexts => (locale === 'en' ? en : es)

/** Why the program cannot start and what to do, in the person's language. */
export function startErrorText(error: HostError, locale: 'es' | 'en'): string {
  const texts = startTexts(locale)
  return texts.error[error.code]?.(error.details?.path ?? '') ?? texts.otherError(error.code)
}

export function demoErrorText(error: HostError, locale: 'es' | 'en'): string {
  const texts = startTexts(locale)
  const path = error.details?.path ?? ''
  if (error.code === 'setup/folder-not-empty') return texts.demoRefused(path)
  return texts.error[error.code]?.(path) ?? texts.demoStopped(error.code)
}

export function listenProblemText(problem: ListenProblem, port: number, locale: 'es' | 'en'): string {
  const texts = startTexts(locale)
  switch (problem) {
    case 'port-in-use':
      return texts.portInUse(port)
    case 'port-not-allowed':
      return texts.portForbidden(port)
    case 'cannot-listen':
      return texts.cannotListen
  }
}

/** All problems of the command line, one a line, and the usage. */
export function flagProblemsText(problems: readonly FlagProblem[], locale: 'es' | 'en'): string {
  const texts = startTexts(locale)
  return [...problems.map(({ code, flag }) => `${flag}: ${texts.flag[code]}`), texts.usage].join('\n')
}
