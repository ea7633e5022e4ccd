/** What one customer has in a line of the comparison. */
export interface Choice {
  /** Id of the customer. */
  from: string
  text: string
}
