import { computed } from 'vue'
import { collectionNames } from '#core/domain/registry.ts'
import { useReadModel } from '#renderer/data/index.ts'
import { useHost, useUndo } from '#renderer/host/index.ts'
import { useToast, useWhyNot } from '#renderer/ui/index.ts'

/** What undo or redo would act on now. */
export interface UndoStep {
  /** In words. */
  action: string
  /** Taking it back takes the same as doing it. */
  needs: string
}

/** Undo and redo of the whole window; undefined where there is nothing to act on. */
export function useUndoState() {
  const host = useHost()
  const whyNot = useWhyNot()
  const { toast } = useToast()
  const { undo, redo, actionText } = useUndo()
  const { value } = useReadModel(() => host.command.undoState({}), { collections: collectionNames })
  const stepOf = (entry: { command: string } | undefined): UndoStep | undefined =>
    entry && { action: actionText(entry.command), needs: entry.command }
  const nextUndo = computed(() => stepOf(value.value?.undo))
  const nextRedo = computed(() => stepOf(value.value?.redo))

  /** Keys and the application menu reach it whatever the role: they are told why not, and nothing is asked of the host. */
  const act = async (step: UndoStep | undefined, work: () => Promise<void>): Promise<void> => {
    const reason = step && whyNot(step.needs)
    if (reason === undefined) await work()
    else toast({ key: 'change', tone: 'info', title: reason })
  }
  return {
    undo: () => act(nextUndo.value, undo),
    redo: () => act(nextRedo.value, redo),
    nextUndo,
    nextRedo,
  }
}
