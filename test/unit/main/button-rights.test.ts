import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, it } from 'vitest'
import { commandNames } from '#core/domain/commands.ts'
import { mayRun, mayWriteField, mayWriteRecords, ROLES, type Role } from '#core/domain/people/roles.ts'

/*
 * Whoever may not run a command is told so at the button, not by a refusal after the press (renderer/ui/permission.ts). Read
 * from the source: a file that runs a command states in a `needs` what it takes, or each file that uses it does, up to the
 * page.
 */

const sources = new Map(
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'renderer'], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => /\.(vue|ts)$/.test(file) && !file.includes('/locales/'))
    .map((file) => [file, readFileSync(file, 'utf8')]),
)

const users = new Map<string, string[]>()
for (const [file, source] of sources)
  for (const [, from = '', dynamic = ''] of source.matchAll(/from '([^']+)'|import\('([^']+)'\)/g)) {
    const target = from || dynamic
    const found = target.startsWith('.')
      ? normalize(join(dirname(file), target))
      : target.startsWith('#renderer/')
        ? target.slice(1)
        : undefined
    if (found !== undefined) users.set(found, [...(users.get(found) ?? []), file])
  }

/** As `renderer/host/useMay.ts` reads them. */
function allows(role: Role, needs: string): boolean {
  const [collection = '', field, element] = needs.split('/')
  if (field !== undefined) return mayWriteField(role, collection, field, element)
  const [name = '', kind] = needs.split(':')
  return kind === undefined ? mayRun(role, needs) : mayWriteRecords(role, name, kind)
}

/** Texts that some `needs` of the file has, in its template or in a table. */
const needsOf = (source: string): string[] =>
  [...source.matchAll(/\bneeds\b[^\n]*?(?=[\n>,}])/g)].flatMap(([text]) =>
    [...text.matchAll(/['"`]([a-zA-Z]+[.:/][a-zA-Z./]+)['"`]/g)].map(([, name = '']) => name),
  )

/** The components that a file shows: a button that asks for something may be in one of them. */
const shownBy = (source: string): string[] =>
  [...source.matchAll(/import \{([^}]*)\} from '#renderer\/(.+?)\/index\.ts'/g)].flatMap(
    ([, names = '', folder]) => names.split(',').map((name) => `renderer/${folder}/${name.trim()}.vue`),
  )

/** Some `needs` of the file, or of what it shows, lets nobody through who may not run the command. */
function isStated(file: string, command: string): boolean {
  const source = sources.get(file) ?? ''
  // A list of the settings: of each kind what its records take.
  if (command.startsWith('catalog.') && /needs\b[^\n]*`catalog:\$\{/.test(source)) return true
  const needs = [source, ...shownBy(source).map((shown) => sources.get(shown) ?? '')].flatMap(needsOf)
  return needs.some(
    (one) => !one.startsWith('see ') && ROLES.every((role) => !allows(role, one) || mayRun(role, command)),
  )
}

/** Files by which a command can be reached that nobody stated; empty when all do. */
function unstated(file: string, command: string, seen: ReadonlySet<string> = new Set()): string[] {
  if (seen.has(file) || isStated(file, command)) return []
  const above = users.get(file) ?? []
  // The end of the way up: nobody states it.
  if (above.length === 0 || /features\/[^/]+\/index\.ts$/.test(file)) return [file]
  return above.flatMap((user) => unstated(user, command, new Set([...seen, file])))
}

it('states at every button what it takes to press it', () => {
  const names: ReadonlySet<string> = new Set(commandNames)
  const missing = [...sources].flatMap(([file, source]) =>
    [...new Set([...source.matchAll(/'([a-zA-Z]+\.[a-zA-Z]+)'/g)].map(([, name = '']) => name))]
      .filter((name) => names.has(name) && !ROLES.every((role) => mayRun(role, name)))
      .flatMap((name) => {
        const ways = [...new Set(unstated(file, name))]
        return ways.length > 0 ? [`${name} in ${file}, by ${ways.join(', ')}`] : []
      }),
  )
  expect(missing).toEqual([])
})

/** Bodies of the functions of a component's script, by name. */
function functionsOf(script: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const match of script.matchAll(/^(?:async )?function (\w+)|^const (\w+) = (?:async )?\(/gm)) {
    const rest = script.slice(match.index)
    // Prettier ends what begins in the first column there.
    const end = /\n(?=[^\s})\]])/.exec(rest)?.index ?? rest.length
    found.set(match[1] ?? match[2] ?? '', rest.slice(0, end))
  }
  return found
}

/** Commands that a function runs, by itself or by others of the component. */
function commandsOf(
  functions: ReadonlyMap<string, string>,
  name: string,
  seen = new Set<string>(),
): string[] {
  const body = functions.get(name)
  if (body === undefined || seen.has(name)) return []
  seen.add(name)
  const own = [...body.matchAll(/'([a-zA-Z]+\.[a-zA-Z]+)'/g)].map(([, text = '']) => text)
  const called = [...body.matchAll(/\b(\w+)\(/g)].flatMap(([, other = '']) =>
    commandsOf(functions, other, seen),
  )
  return [...own, ...called]
}

it('states it at each button whose own handler runs a command', () => {
  const names: ReadonlySet<string> = new Set(commandNames)
  const missing = [...sources].flatMap(([file, source]) => {
    const script = /<script setup[^>]*>([\s\S]*?)<\/script>/.exec(source)?.[1] ?? ''
    const template = source.slice(source.indexOf('<template>'))
    const functions = functionsOf(script)
    return [...template.matchAll(/<(UiButton|UiIconButton|button)\b((?:"[^"]*"|[^>"])*)>/g)].flatMap(
      ([, tag = '', attributes = '']) => {
        const handler = /@click="(?:\(\) => )?(?:void )?(\w+)/.exec(attributes)?.[1]
        if (handler === undefined || /\bneeds=/.test(attributes)) return []
        const run = commandsOf(functions, handler).filter(
          (name) => names.has(name) && !ROLES.every((role) => mayRun(role, name)),
        )
        return run.length > 0 ? [`${file}: <${tag} @click="${handler}"> runs ${run.join(', ')}`] : []
      },
    )
  })
  expect(missing).toEqual([])
})
