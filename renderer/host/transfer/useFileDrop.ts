import { ref, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useToast } from '../../ui/index.ts'

/** One file by pressing, by keys or by dropping it: what belongs to a drop zone and to its input of files. */
export function useFileDrop(
  input: Readonly<Ref<HTMLInputElement | null>>,
  { isDisabled, take }: { isDisabled: () => boolean; take: (file: File) => void },
) {
  const { t } = useI18n()
  const { toast } = useToast()
  const isOver = ref(false)

  function takeOne(files: FileList | null | undefined) {
    isOver.value = false
    if (isDisabled() || !files || files.length === 0) return
    const [file] = files
    if (files.length > 1) toast({ tone: 'info', title: t('transfer.file.many') })
    else if (file) take(file)
  }

  return {
    isOver,
    onDrop: (event: DragEvent) => takeOne(event.dataTransfer?.files),
    onChoose() {
      takeOne(input.value?.files)
      // The same file can be chosen again, after it was mended.
      if (input.value) input.value.value = ''
    },
  }
}
