import { createPinia } from 'pinia'
import { createApp, type App as VueApp } from 'vue'
import { createHostClient, type HostClient } from '#core/contract/host-client.ts'
import { CONTRACT_VERSION } from '#core/contract/host-contract.ts'
import type { HostTransport } from '#core/contract/transport.ts'
import { openDatabase, provideDatabase } from '#renderer/data/index.ts'
import {
  errorText,
  provideAppInfo,
  provideHost,
  restartWindow,
  useConnectionStore,
  usePreferencesStore,
  useSyncStore,
  useTaskStore,
  whyNotFor,
  type AppInfo,
} from '#renderer/host/index.ts'
import { isLocale, setLocale, texts } from '#renderer/locales/index.ts'
import {
  customerPanelsKey,
  customerTabsKey,
  settingsPagesKey,
  sitePanelsKey,
  useToast,
  whyNotKey,
} from '#renderer/ui/index.ts'
import { LockScreen } from '#renderer/features/people/index.ts'
import App from './App.vue'
import { customerPanels, customerTabs, featureRoutes, settingsPages, sitePanels } from './features.ts'
import { createAppRouter } from './router.ts'
import StartFailed from './StartFailed.vue'
import { waitUntilOpen } from './wait-until-open.ts'

/** Builds the window: everything receives what it needs from here (architecture.md §7, rule 5). */
export async function startApp(transport: HostTransport, target: string): Promise<void> {
  const host = createHostClient(transport)
  setLocale(navigator.language.startsWith('en') ? 'en' : 'es')

  const problem = await waitUntilOpen(host, target)
  if (problem) return showFailure(target, errorText(problem), 'app.openFailed')
  const reply = await host.app.info({})
  if (!reply.ok) return showFailure(target, errorText(reply.error))
  const info = reply.value
  if (info.contractVersion !== CONTRACT_VERSION) {
    return showFailure(target, texts.global.t('error.host.unknownMethod'))
  }
  const access = await host.access.state({})
  if (access.ok && access.value.isLocked) return mountLock(host, info, target)
  await mountApp(host, info, target)
}

/** A locked desktop: nothing of its data comes into the window. Whoever opens it has every window begin anew. */
async function mountLock(host: HostClient, info: AppInfo, target: string): Promise<void> {
  const app = createApp(LockScreen)
  app.use(createPinia()).use(texts)
  provideHost(app, host)
  provideAppInfo(app, info)
  const preferences = usePreferencesStore()
  host.subscribe((event) => {
    if (event.type === 'menu' && event.command === 'app.restart') restartWindow()
  })
  await preferences.load(host, isLocale(info.suggestedLocale) ? info.suggestedLocale : 'es')
  app.mount(target)
}

async function mountApp(host: HostClient, info: AppInfo, target: string): Promise<void> {
  const app = createApp(App)
  app.use(createPinia()).use(texts)
  provideHost(app, host)
  provideAppInfo(app, info)

  const preferences = usePreferencesStore()
  const connection = useConnectionStore()
  const tasks = useTaskStore()
  const sync = useSyncStore()
  const isSetUp = info.setup === 'done'
  host.subscribe((event) => {
    preferences.hear(event)
    connection.hear(event)
    tasks.hear(event)
    sync.hear(event, host)
    // Other data is open now. The window of the first run starts anew by itself, once it has kept its language.
    if (isSetUp && event.type === 'menu' && event.command === 'app.restart') restartWindow()
  })
  const [database] = await Promise.all([
    openDatabase(host),
    preferences.load(host, isLocale(info.suggestedLocale) ? info.suggestedLocale : 'es'),
  ])
  provideDatabase(app, database)
  void sync.load(host)

  const whyNot = whyNotFor(info.device?.role)
  const router = createAppRouter({ routes: featureRoutes, isSetUp: () => isSetUp, whyNot })
  app.use(router)
  app
    .provide(customerTabsKey, customerTabs)
    .provide(customerPanelsKey, customerPanels)
    .provide(sitePanelsKey, sitePanels)
    .provide(settingsPagesKey, settingsPages)
    .provide(whyNotKey, whyNot)
  catchBugs(app)
  router.onError((error) => report(error))
  await router.isReady()
  app.mount(target)
}

function showFailure(target: string, message: string, titleKey = 'app.startFailed'): void {
  createApp(StartFailed, { message, titleKey }).use(texts).mount(target)
}

/** Bugs outside a screen: the screen's own are shown by `AppScreen` in its place. */
function catchBugs(app: VueApp): void {
  app.config.errorHandler = report
  window.addEventListener('unhandledrejection', (event) => report(event.reason))
}

function report(error: unknown): void {
  console.error(error)
  useToast().toast({
    tone: 'error',
    title: texts.global.t('app.bug.title'),
    text: texts.global.t('app.bug.text'),
  })
}
