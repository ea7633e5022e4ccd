import type { COLOURS } from '#core/domain/catalog/schema.ts'

/** One colour of the catalogue's palette; `tokens.css` gives it ground, text and line. */
export type Colour = (typeof COLOURS)[number]
