import { buildProgram } from './ensure-built.ts'

/** `npm run build` */
await buildProgram()
