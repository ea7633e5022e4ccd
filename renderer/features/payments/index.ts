import { Banknote, CreditCard, Landmark } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { CustomerTab, NavigationItem, PaletteCommand, Shortcut } from '#renderer/ui/index.ts'

/** Money that came in: payments of all customers, cards that expire; a customer's account is a tab of its page. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/payments/cards',
    name: 'payments-cards',
    component: () => import('./cards/ExpiringScreen.vue'),
    meta: { title: 'payments.title', needs: 'see customers/paymentMethods' },
  },
  {
    path: '/payments/bank',
    name: 'payments-bank',
    component: () => import('./bank/BankScreen.vue'),
    meta: { title: 'payments.title', needs: 'payment.postStatement' },
  },
  {
    path: '/payments',
    name: 'payments',
    component: () => import('./list/PaymentsScreen.vue'),
    meta: { title: 'payments.title' },
  },
]

export const navigation: NavigationItem[] = [
  { id: 'payments', labelKey: 'payments.title', icon: Banknote, to: '/payments', order: 29 },
]

export const paletteCommands: PaletteCommand[] = [
  {
    id: 'payment.take',
    labelKey: 'payments.take.open',
    icon: Banknote,
    to: '/payments?take',
    needs: 'payment.record',
  },
  {
    id: 'payment.bank',
    labelKey: 'bank.open',
    icon: Landmark,
    to: '/payments/bank',
    needs: 'payment.postStatement',
  },
  {
    id: 'payment.cards',
    labelKey: 'payments.cards.open',
    icon: CreditCard,
    to: '/payments/cards',
    needs: 'see customers/paymentMethods',
  },
]

const inList = (keys: string, name: string): Shortcut => ({
  keys,
  labelKey: `payments.shortcut.${name}`,
  groupKey: 'payments.title',
})

const inStatement = (keys: string, name: string): Shortcut => ({
  keys,
  labelKey: `bank.shortcut.${name}`,
  groupKey: 'bank.title',
})

export const shortcuts: Shortcut[] = [
  inList('/', 'search'),
  inList('N', 'take'),
  inList('Escape', 'close'),
  inStatement('A', 'accept'),
  inStatement('I', 'ignore'),
  inStatement('R', 'reset'),
  inStatement('E', 'choose'),
  inStatement('Ctrl+Enter', 'post'),
]

export const customerTabs: CustomerTab[] = [
  {
    id: 'account',
    labelKey: 'payments.account.tab',
    component: defineAsyncComponent(() => import('./account/AccountTab.vue')),
  },
]
