// The thread of a desktop's store where the server runs from its sources: a thread does not inherit the loader of the
// process.
import { register } from 'tsx/esm/api'

register()
await import('../../main/store/worker.ts')
