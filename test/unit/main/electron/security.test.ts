import { EventEmitter } from 'node:events'
import type { App, Session, WebContents } from 'electron'
import { describe, expect, it } from 'vitest'
import { isOwnAddress } from '#main/electron/ipc-listener.ts'
import {
  blockOutsideRequests,
  limitNavigation,
  limitNewWindows,
  refusePermissions,
  refuseWebViews,
} from '#main/electron/security.ts'

const ORIGINS = ['app://enlace']
const OUTSIDE = [
  'https://example.com/',
  'http://enlace/',
  'app://enlace.example/',
  'app://enlace:81/',
  'app://enlace@example.com/',
  'app://other/',
  'file:///etc/passwd',
  'about:blank',
  'javascript:alert(1)',
]

type WindowOpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]

/** Electron's app and one page, as far as the rules listen to them. */
function makePage() {
  const app = new EventEmitter()
  let openHandler: WindowOpenHandler | undefined
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: WindowOpenHandler) => void (openHandler = handler),
  })
  return {
    // Only `on` of it is used, which every emitter has.
    app: app as unknown as Pick<App, 'on'>,
    create: () => app.emit('web-contents-created', {}, contents),
    /** True when the rule stopped it. */
    tell(event: string, url = ''): boolean {
      let isStopped = false
      contents.emit(event, { url, preventDefault: () => (isStopped = true) })
      return isStopped
    },
    open: (url: string) =>
      openHandler?.({
        url,
        frameName: '',
        features: '',
        disposition: 'new-window',
        referrer: { url: '', policy: 'default' },
      }),
  }
}

describe('where a window may go', () => {
  const events = ['will-navigate', 'will-frame-navigate', 'will-redirect']

  it.each(events)('%s: to the program itself', (event) => {
    const page = makePage()
    limitNavigation(page.app, ORIGINS)
    page.create()
    expect(page.tell(event, 'app://enlace/#/customers')).toBe(false)
  })

  it.each(events.flatMap((event) => OUTSIDE.map((url) => [event, url] as const)))(
    '%s: not to %s',
    (event, url) => {
      const page = makePage()
      limitNavigation(page.app, ORIGINS)
      page.create()
      expect(page.tell(event, url)).toBe(true)
    },
  )

  it('never into a webview', () => {
    const page = makePage()
    refuseWebViews(page.app)
    page.create()
    expect(page.tell('will-attach-webview')).toBe(true)
  })
})

describe('what a link to elsewhere opens', () => {
  const opened = (url: string): { answer: unknown; outside: string[] } => {
    const page = makePage()
    const outside: string[] = []
    limitNewWindows(page.app, (address) => outside.push(address))
    page.create()
    return { answer: page.open(url), outside }
  }

  it.each([
    'https://maps.google.com/?q=40.4,-3.7',
    'mailto:ana@example.com?subject=Hola',
    'geo:40.4168,-3.7038',
  ])('%s: a program of the system, no window', (url) =>
    expect(opened(url)).toEqual({ answer: { action: 'deny' }, outside: [url] }),
  )

  it.each([
    'http://example.com/',
    'file:///etc/passwd',
    'smb://host/share',
    'javascript:alert(1)',
    'data:text/html,x',
    'ms-msdt:/id',
    'app://enlace/',
    'https://user:word@example.com/',
    'mailto:ana@example.com?attach=/etc/passwd',
    'https://example.com/ --flag',
    `https://example.com/${'a'.repeat(2000)}`,
    '',
  ])('%s: nothing at all', (url) => expect(opened(url)).toEqual({ answer: { action: 'deny' }, outside: [] }))
})

describe('what a page may ask the system for', () => {
  /** Electron's session keeps one handler of each kind. */
  function makeSession() {
    let request: Parameters<Session['setPermissionRequestHandler']>[0] = null
    let check: Parameters<Session['setPermissionCheckHandler']>[0] = null
    let device: Parameters<Session['setDevicePermissionHandler']>[0] = null
    refusePermissions({
      setPermissionRequestHandler: (handler) => void (request = handler),
      setPermissionCheckHandler: (handler) => void (check = handler),
      setDevicePermissionHandler: (handler) => void (device = handler),
    })
    // The handlers look at the permission's name only.
    return {
      request: (permission: string): boolean => {
        let isGranted = true
        ;(
          request as unknown as (
            contents: null,
            permission: string,
            answer: (granted: boolean) => void,
          ) => void
        )(null, permission, (granted) => (isGranted = granted))
        return isGranted
      },
      check: (permission: string): boolean =>
        (check as unknown as (contents: null, permission: string) => boolean)(null, permission),
      device: (): boolean => (device as unknown as (details: object) => boolean)({}),
    }
  }

  it('copying', () => {
    const session = makeSession()
    expect(session.request('clipboard-sanitized-write')).toBe(true)
    expect(session.check('clipboard-sanitized-write')).toBe(true)
  })

  it.each([
    'geolocation',
    'media',
    'notifications',
    'clipboard-read',
    'openExternal',
    'fileSystem',
    'unknown',
    '',
  ])('not %s', (permission) => {
    const session = makeSession()
    expect(session.request(permission)).toBe(false)
    expect(session.check(permission)).toBe(false)
  })

  it('no device', () => expect(makeSession().device()).toBe(false))
})

describe('what a window may load', () => {
  type Listener = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void
  const isCancelled = (url: string, origins = ORIGINS): boolean | undefined => {
    let listener: Listener | undefined
    blockOutsideRequests(
      {
        webRequest: {
          onBeforeRequest: (given: unknown) => void (listener = given as Listener),
        },
      },
      origins,
    )
    let cancelled: boolean | undefined
    listener?.({ url }, (response) => (cancelled = response.cancel))
    return cancelled
  }

  it.each([
    'app://enlace/assets/index.js',
    'app://enlace/tiles/3/4/2',
    'data:image/png;base64,AA',
    'blob:app://enlace/1',
  ])('%s', (url) => expect(isCancelled(url)).toBe(false))

  it.each([...OUTSIDE, 'ws://127.0.0.1/', 'wss://example.com/', 'dataX:1', 'chrome-extension://abc/x.js'])(
    'not %s',
    (url) => expect(isCancelled(url)).toBe(true),
  )

  it("a development server's page and its socket, and no other port's", () => {
    const origins = [...ORIGINS, 'http://localhost:5173']
    expect(isCancelled('http://localhost:5173/app/main.ts', origins)).toBe(false)
    expect(isCancelled('ws://localhost:5173/?token=1', origins)).toBe(false)
    expect(isCancelled('http://localhost:5174/', origins)).toBe(true)
  })
})

describe('isOwnAddress', () => {
  it.each(['app://enlace', 'app://enlace/', 'APP://enlace/x', 'app://enlace/?a#b'])('%s is', (url) =>
    expect(isOwnAddress(url, ORIGINS)).toBe(true),
  )
  it.each([...OUTSIDE, '', 'enlace', 'app:enlace', 'app:///enlace'])('%j is not', (url) =>
    expect(isOwnAddress(url, ORIGINS)).toBe(false),
  )
})
