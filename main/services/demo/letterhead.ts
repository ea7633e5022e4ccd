/** What invoices say of the invented company, so that they are complete, as e-invoices too. */
export const demoLetterhead = (language: 'es' | 'en') => ({
  // Made up, with a check digit that is right.
  taxId: 'B87654323',
  addressLine1: 'Calle de la Industria, 12',
  city: 'Alcalá de Henares',
  postcode: '28806',
  phone: '+34 910 000 000',
  email: 'facturas@enlace.example',
  website: 'www.enlace.example',
  // The example of the register of IBANs.
  iban: 'ES9121000418450200051332',
  bank: 'Banco de la Demostración',
  legalNote:
    language === 'es'
      ? 'Empresa inventada: estos documentos son una demostración y no obligan a nada.'
      : 'An invented company: these documents are a demonstration and bind nobody.',
})
