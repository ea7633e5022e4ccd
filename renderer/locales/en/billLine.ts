/** How an amount of a bill came about. */
export default {
  times: '{quantity} × {price}',
  whole: 'whole period',
  part: '{days} of {whole} days × {price}',
  meter: 'meter from {from} to {to}',
  used: '{quantity} {unit} × {price}',
  estimated: 'estimated: a reading is missing',
  exitFee: '{days} of {whole} days of the contract × {price}',
  correction: '{was} was billed, {now} is due',
}
