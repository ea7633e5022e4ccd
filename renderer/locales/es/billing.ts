export default {
  title: 'Facturación',
  /** Why something is not billed, one for each code of `BILLING_PROBLEMS` and `ISSUE_PROBLEMS`. */
  problem: {
    serviceInvalid: 'El servicio tiene una fecha que no existe. Corríjala en el servicio.',
    chargeInvalid: 'El cargo tiene un dato que no puede ser. Corríjalo en el servicio.',
    noReading: 'Falta la lectura del contador. Anótela, o una estimada, y vuelva a calcular.',
    meterWentBack: 'El contador marca menos que antes. Revise las lecturas o anote el cambio de contador.',
    taxRateUnknown: 'El tipo impositivo del cargo ya no existe. Elija otro en el servicio.',
    taxRateNotYet: 'El tipo impositivo no tiene porcentaje en esa fecha. Añádalo en Ajustes.',
    siteMissing: 'El sitio del cargo ya no es de este cliente. Mueva el servicio a uno de sus sitios.',
    currencyDiffers: 'La moneda no es la del cliente. Corrija la del servicio o la del movimiento.',
    broken: 'Los datos no se pueden leer. Abra el servicio, revíselo y guárdelo de nuevo.',
    leaseElsewhere: 'Sus facturas las emite otro puesto.',
    differsFromDraft: 'Ahora se le facturaría otra cosa que en el borrador. Haga otro borrador y revíselo.',
    notWritten: 'No se pudo guardar. Inténtelo otra vez; si se repite, revise sus servicios.',
  },
}
