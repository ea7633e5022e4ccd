import type { StoreSlot } from '../../host/store-slot.ts'

/** Whoever signed out leaves their name, but not the limits of their role. */
export async function workAsBefore(slot: StoreSlot): Promise<void> {
  const { personId } = slot.current().device() ?? {}
  if (personId === undefined) return
  await slot.current().sync.workAs({ id: personId, personName: '', language: await languageOf(slot) })
}

export async function languageOf(slot: StoreSlot): Promise<string> {
  const ids = [slot.current().device()?.personId ?? '']
  const reply = await slot
    .current()
    .read('store', 'byIds', { collection: 'catalog', ids, withDeleted: false })
  const data = (reply.ok ? reply.value.rows[0]?.document.data : undefined) as
    { language?: string } | undefined
  return data?.language ?? 'es'
}
