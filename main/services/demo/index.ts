export type { HomeOffice } from './catalog.ts'
export type { DemoPlan } from './generator.ts'
export {
  createDemoLoader,
  type DemoLoader,
  type DemoLoaderParts,
  type DemoProgress,
  type DemoSummary,
} from './loader.ts'
export { holdsDemo } from './holds-demo.ts'
export type { DemoTown } from './towns.ts'
