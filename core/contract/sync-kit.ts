import Type from 'typebox'
import { text } from '#core/domain/schema-kit.ts'

/** Lower-case hex of SHA-256. */
export const hash = () => Type.String({ pattern: '^[0-9a-f]{64}$' })
export const counter = () => Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
/** Up to where a device has read the feed. */
export const cursor = Type.Object({ seq: counter(), item: Type.Optional(text(300)) })
