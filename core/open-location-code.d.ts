/**
 * The package carries no types and the published ones describe another API (static methods). Only what
 * `core/domain/values/plus-code.ts` uses is declared: the rest is wrong for many inputs.
 */
declare module 'open-location-code' {
  export class OpenLocationCode {
    isValid(code: string): boolean
    isShort(code: string): boolean
    isFull(code: string): boolean
  }
}
