import type { OfficeHost } from './office-host.ts'

/** Hands a file to the host piece by piece, as a window does; answers its id. */
export async function handIn(
  office: OfficeHost,
  namespace: 'syncFiles' | 'hub' | 'backup',
  bytes: Buffer,
): Promise<string> {
  const { file, pieceSize } = await office.call(namespace, 'begin', {
    name: 'fichero.enlace',
    size: bytes.length,
  })
  for (let offset = 0; offset < bytes.length; offset += pieceSize) {
    const data = bytes.subarray(offset, offset + pieceSize).toString('base64')
    await office.call(namespace, 'add', { file, offset, data })
  }
  return file
}

/** Fetches a file that the host made, as a window does. */
export async function fetchFile(office: OfficeHost, file: string): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let offset = 0; ;) {
    const { data, isLast } = await office.call('files', 'read', { file, offset })
    const bytes = Buffer.from(data, 'base64')
    parts.push(bytes)
    offset += bytes.length
    if (isLast) break
  }
  await office.call('files', 'remove', { file })
  return Buffer.concat(parts)
}
