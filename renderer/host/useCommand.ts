import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { HostReply } from '#core/contract/envelope.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { useToast } from '../ui/index.ts'
import { errorText, fieldIssues } from './error-text.ts'
import { useHost } from './useHost.ts'
import { useUndo } from './useUndo.ts'

export type CommandReply = MethodOutput<'command', 'run'>

export interface RunOptions {
  /** Says what was done and offers to undo it; a function gets the command's result. */
  undoToast?: string | ((result: unknown) => string)
  /** Lets the caller follow `task` events and cancel. */
  taskId?: string
  /** Takes the issues of single fields, which then need no message of their own. */
  fields?: (issues: readonly FieldIssue[]) => void
}

/** Runs commands; what goes wrong is said in a message unless the caller shows it beside the fields. */
export function useCommand() {
  const host = useHost()
  const { t } = useI18n()
  const { toast } = useToast()
  const { undo } = useUndo()
  const running = ref(0)

  async function run(
    command: string,
    input: unknown,
    options: RunOptions = {},
  ): Promise<HostReply<CommandReply>> {
    running.value++
    const reply = await host.command.run({
      command,
      input,
      ...(options.taskId === undefined ? {} : { taskId: options.taskId }),
    })
    running.value--
    if (reply.ok) announce(reply.value, options)
    else {
      const issues = fieldIssues(reply.error)
      if (options.fields && issues.length > 0) options.fields(issues)
      // A person who cancelled knows it.
      else if (reply.error.code !== 'host/cancelled') toast({ tone: 'error', title: errorText(reply.error) })
    }
    return reply
  }

  function announce({ opId, result }: CommandReply, { undoToast }: RunOptions) {
    // Without an op nothing changed, so there is nothing to tell or take back.
    if (undoToast === undefined || opId === undefined) return
    toast({
      key: 'change',
      tone: 'success',
      title: typeof undoToast === 'string' ? undoToast : undoToast(result),
      action: { label: t('ui.undo'), run: () => undo(opId) },
    })
  }

  return { run, isRunning: computed(() => running.value > 0) }
}
