import { inject, type InjectionKey } from 'vue'

/**
 * Why something is not for the person at this desktop, in their language; undefined when it is. `needs`: a command, a field
 * as `customers/paymentMethods` (`see …` to read it), or a kind of catalogue record as `catalog:product`.
 */
export type WhyNot = (needs: string) => string | undefined

/** Given by the app; where nobody gives it, everything is allowed. */
export const whyNotKey: InjectionKey<WhyNot> = Symbol('why not')

export const useWhyNot = (): WhyNot => inject(whyNotKey, () => () => undefined, true)
