import { join } from 'node:path'

export const databaseFile = (folder: string): string => join(folder, 'enlace.sqlite')
