import { tidyLine } from '../changes.ts'

/** Limits of `ledgerEntrySchema`. */
const MAX_REFERENCE = 200
const MAX_DESCRIPTION = 300

/** What a person or a bank says of a posting, tidied and cut to what an entry holds; blank texts are left out. */
export function details({ reference, description }: { reference?: string; description?: string }) {
  const tidy = { reference: tidyLine(reference), description: tidyLine(description) }
  return {
    ...(tidy.reference && { reference: tidy.reference.slice(0, MAX_REFERENCE) }),
    ...(tidy.description && { description: tidy.description.slice(0, MAX_DESCRIPTION) }),
  }
}
