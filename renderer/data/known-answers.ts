import {
  getProperty,
  getQueryMatcher,
  type FilledMangoQuery,
  type RxDocumentData,
  type RxJsonSchema,
} from 'rxdb/plugins/core'

/** What a query found at one commit. */
export interface Answer<D> {
  commit: number
  documents: RxDocumentData<D>[]
}

/** The most queries whose answers are kept, and the most documents of one of them. */
const MOST_ANSWERS = 50
const MOST_DOCUMENTS = 500

/**
 * Answers of recent queries. RxDB asks every live query again after every commit; most often the rows of the commit alone
 * say what it answers now, so that the host need not be asked.
 */
export interface KnownAnswers<D> {
  /** The answer to a query as it is after `changed`, by the commit it showed; undefined when only the host can tell. */
  current(
    query: FilledMangoQuery<D>,
    changedSince: (commit: number) => Answer<D> | undefined,
  ): RxDocumentData<D>[] | undefined
  keep(query: FilledMangoQuery<D>, answer: Answer<D>): void
}

export function createKnownAnswers<D>(schema: RxJsonSchema<RxDocumentData<D>>): KnownAnswers<D> {
  /** Oldest use first. */
  const answers = new Map<string, Answer<D>>()

  const keep: KnownAnswers<D>['keep'] = (query, answer) => {
    const key = JSON.stringify(query)
    // An answer that was long on its way.
    if ((answers.get(key)?.commit ?? 0) > answer.commit) return
    answers.delete(key)
    if (answer.documents.length > MOST_DOCUMENTS) return
    answers.set(key, answer)
    for (const oldest of answers.keys()) {
      if (answers.size <= MOST_ANSWERS) break
      answers.delete(oldest)
    }
  }

  return {
    keep,
    current(query, changedSince) {
      const known = answers.get(JSON.stringify(query))
      const changed = known && changedSince(known.commit)
      const documents = changed && applyChanges(schema, query, known.documents, changed.documents)
      if (documents) keep(query, { commit: changed.commit, documents })
      return documents
    },
  }
}

/**
 * A page after documents have changed, one after another; undefined when more than the page has to be known: something
 * leaves it, comes into it, or changes its place in it.
 */
function applyChanges<D>(
  schema: RxJsonSchema<RxDocumentData<D>>,
  query: FilledMangoQuery<D>,
  page: RxDocumentData<D>[],
  changed: readonly RxDocumentData<D>[],
): RxDocumentData<D>[] | undefined {
  if (changed.length === 0) return page
  const matches = getQueryMatcher(schema, query)
  const sortFields = query.sort.flatMap((part) => Object.keys(part))
  const hasSamePlace = (a: RxDocumentData<D>, b: RxDocumentData<D>): boolean =>
    sortFields.every((field) => getProperty(a, field) === getProperty(b, field))
  const idOf = (document: RxDocumentData<D>): unknown => getProperty(document, 'id')
  const documents = [...page]
  for (const document of changed) {
    const at = documents.findIndex((one) => idOf(one) === idOf(document))
    const before = documents[at]
    const isFound = matches(document)
    if (before && isFound && hasSamePlace(before, document)) documents[at] = document
    // What was not on a first page and is not found now was not ahead of it either.
    else if (before || isFound || query.skip > 0) return undefined
  }
  return documents
}
