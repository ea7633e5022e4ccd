import type { MethodInput } from '#core/contract/host-contract.ts'
import type { CustomerSelection } from '#core/domain/customer/filter.ts'
import { currentCommit, type Statements } from '../statements.ts'
import { createListModel, type RunLater } from './columns/list-model.ts'
import { facet } from './sql-facets.ts'
import * as sql from './sql-list.ts'

export { matchingIds } from './sql-list.ts'

const fromTables = {
  list: sql.list,
  position: sql.position,
  selected: sql.selected,
  summary: (statements: Statements, { filter, facets }: MethodInput<'customers', 'summary'>) => ({
    commit: currentCommit(statements),
    ...sql.sums(statements, filter),
    facets: facets.map((asked) => facet(statements, filter, asked)),
  }),
}

/**
 * The methods of the customer list: from memory once it has been read in, until then from the tables. Without
 * `runLater` it is never read in.
 */
export function createCustomerList(statements: Statements, runLater: RunLater | undefined) {
  const model = runLater && createListModel(statements, runLater)
  const source = () => model?.current() ?? fromTables
  return {
    list: (_: Statements, input: MethodInput<'customers', 'list'>) => source().list(statements, input),
    position: (_: Statements, input: MethodInput<'customers', 'position'>) =>
      source().position(statements, input),
    summary: (_: Statements, input: MethodInput<'customers', 'summary'>) =>
      source().summary(statements, input),
    selected: (_: Statements, input: CustomerSelection) => source().selected(statements, input),
    /** Begins to read the list into memory. */
    readIn: (): void => void model?.current(),
    /** Whether the next question is answered from memory. */
    isInMemory: (): boolean => model?.current() !== undefined,
  }
}
