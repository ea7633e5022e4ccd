/** The percentage that counts on a day (`YYYY-MM-DD`): of the last rate that has begun. */
export function rateOn(rates: readonly { from: string; percent: string }[], day: string): string | undefined {
  const begun = rates.filter(({ from }) => from <= day)
  return begun.reduce<{ from: string; percent: string } | undefined>(
    (last, rate) => (last && last.from > rate.from ? last : rate),
    undefined,
  )?.percent
}
