export { built, ensureBuilt, root } from '#main/start/ensure-built.ts'
