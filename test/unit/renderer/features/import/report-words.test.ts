import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { defineComponent } from 'vue'
import { DEFAULT_CHOICES } from '#core/domain/import/mapping.ts'
import { useReportWords, type ReportWords } from '#renderer/features/import/useReportWords.ts'
import { setLocale } from '#renderer/locales/index.ts'
import { createChannel, mountScreen } from '../../support/screen.ts'
import { testDatabase } from '../../support/test-database.ts'

const opened = testDatabase()
beforeEach(() => setLocale('es'))

it('writes the attributes that a row would set as the customer’s page will show them', async () => {
  let words: ReportWords | undefined
  const screen = mountScreen(
    defineComponent({
      setup() {
        words = useReportWords(
          () => ['Nombre', 'Límite', 'Alta', 'Código'],
          () => ({
            ...DEFAULT_CHOICES,
            columns: [
              { index: 0, field: 'customer.name' },
              { index: 1, field: 'attribute/', attributeKind: 'number', decimalMark: 'comma' },
              { index: 2, field: 'attribute/', attributeKind: 'date', dateOrder: 'dmy' },
              { index: 3, field: 'attribute/' },
            ],
          }),
        )
        return () => null
      },
    }),
    { transport: createChannel({}).transport, database: opened.database },
  )
  await flushPromises()
  const after = (field: string, value: string) => words?.changeTexts({ field, after: value }).after
  expect(after('attribute/Límite', '12345.50')).toBe('12.345,5')
  expect(after('attribute/Alta', '2025-04-03')).toBe('3 abr 2025')
  expect(after('attribute/Código', '0012.50')).toBe('0012.50')
  screen.unmount()
})
