export default {
  title: 'Billing',
  /** Why something is not billed, one for each code of `BILLING_PROBLEMS` and `ISSUE_PROBLEMS`. */
  problem: {
    serviceInvalid: 'The service has a date that does not exist. Correct it in the service.',
    chargeInvalid: 'The charge has a value that cannot be. Correct it in the service.',
    noReading: 'The meter was not read. Enter a reading, or an estimated one, and work it out again.',
    meterWentBack: 'The meter shows less than before. Check the readings or enter the change of the meter.',
    taxRateUnknown: 'The tax rate of the charge is gone. Choose another one in the service.',
    taxRateNotYet: 'The tax rate has no percentage on that day. Add it in Settings.',
    siteMissing:
      'The site of the charge is no longer this customer’s. Move the service to one of their sites.',
    currencyDiffers: 'The currency is not the customer’s. Correct that of the service or of the entry.',
    broken: 'The data cannot be read. Open the service, check it and save it again.',
    leaseElsewhere: 'Another desktop issues their invoices.',
    differsFromDraft:
      'They would be billed something else by now than in the draft. Make another draft and check it.',
    notWritten: 'It could not be saved. Try again; if it happens again, check their services.',
  },
}
