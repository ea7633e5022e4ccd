import { benchImport, importReport } from './list/import.ts'
const result = await benchImport(Number(process.argv[2] ?? 1000), (t) => console.error(t))
console.log(importReport(result))
