import { strToU8, zipSync } from 'fflate'
import { systemClock } from '#core/lib/clock.ts'
import { renderPdf } from '../../pdf/render-pdf.ts'
import { givenWords } from '../given-words.ts'
import { personalDataPages } from './pages.ts'
import type { PersonalData, PersonalDataInput } from './gather.ts'

/** What a program that reads the JSON can rely on. */
const FORMAT = { format: 'enlace-personal-data', version: 1 } as const

/** A ZIP of the data for machines (JSON) and for people (PDF). */
export async function packPersonalData(
  data: PersonalData,
  input: PersonalDataInput,
  onProgress: (done: number, total: number) => void,
): Promise<Uint8Array> {
  const words = givenWords(input.words, input.language)
  const exportedAt = new Date(systemClock.now()).toISOString()
  const json = JSON.stringify({ ...FORMAT, exportedAt, ...data }, null, 2)
  onProgress(1, 3)
  const title = words.t('privacy.title', { name: data.customer.name })
  const pdf = await renderPdf({
    title,
    language: input.language,
    content: personalDataPages(data, { words, timeZone: input.timeZone, exportedAt }),
    foot: `${data.customer.number} · ${data.customer.name}`,
    pageText: (page, pages) => words.t('privacy.page', { page, pages }),
  })
  onProgress(2, 3)
  const names = { json: words.t('privacy.file.json'), pdf: words.t('privacy.file.pdf') }
  const bytes = zipSync({ [`${names.json}.json`]: strToU8(json), [`${names.pdf}.pdf`]: pdf }, { level: 6 })
  onProgress(3, 3)
  return bytes
}
