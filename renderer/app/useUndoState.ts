import { computed } from 'vue'
import { collectionNames } from '#core/domain/registry.ts'
import { useReadModel } from '#renderer/data/index.ts'
import { useHost, useUndo } from '#renderer/host/index.ts'

/** What undo and redo would act on now, as words; undefined when there is nothing. */
export function useUndoState() {
  const host = useHost()
  const { undo, redo, actionText } = useUndo()
  const { value } = useReadModel(() => host.command.undoState({}), { collections: collectionNames })
  const words = (entry: { command: string } | undefined) => entry && actionText(entry.command)
  return {
    undo,
    redo,
    nextUndo: computed(() => words(value.value?.undo)),
    nextRedo: computed(() => words(value.value?.redo)),
  }
}
