export default {
  customer: {
    notFound: 'Este cliente ya no existe. Actualice la lista.',
    isArchived: 'El cliente está archivado. Restáurelo antes de cambiarlo.',
    invalid: 'El cliente no se ha guardado. Corrija los campos marcados.',
    officeNotFound: 'La oficina de facturación no existe o está archivada. Elija otra.',
    statusNotFound: 'El estado no existe o está archivado. Elija otro.',
    tagNotFound: 'La etiqueta no existe o está archivada. Elija otra.',
    tooManyTags: 'Un cliente no puede llevar tantas etiquetas (como máximo {max}). Quite alguna antes.',
    blocked: 'El cliente no se puede archivar todavía. Cierre antes lo que sigue abierto.',
  },
  contact: {
    notFound: 'Este contacto ya no existe. Actualice la lista.',
    isArchived: 'El contacto está archivado. Restáurelo antes de cambiarlo.',
    invalid: 'El contacto no se ha guardado. Corrija los campos marcados.',
  },
  site: {
    notFound: 'Este sitio ya no existe. Actualice la lista.',
    isArchived: 'El sitio está archivado. Restáurelo antes de cambiarlo.',
    invalid: 'El sitio no se ha guardado. Corrija los campos marcados.',
  },
  catalog: {
    notFound: 'Este registro ya no existe. Actualice la lista.',
    isArchived: 'El registro está archivado. Restáurelo antes de cambiarlo.',
    invalid: 'No se ha guardado. Corrija los campos marcados.',
    onlyOneCompany: 'Ya hay una empresa. Cambie sus datos en lugar de añadir otra.',
    lastOfKind: 'Es el último en uso y hace falta uno. Añada otro antes de archivarlo.',
    inUse: 'Hay clientes que lo usan. Páselos a otro antes de archivarlo.',
    ownPerson: 'No puede archivarse a sí mismo. Pídaselo a otra persona.',
    ownOffice: 'Es la oficina de este equipo. Cambie antes de oficina.',
    nameTakenMeanwhile: 'Otro registro en uso lleva ahora ese nombre. Cambie antes el suyo.',
  },
  setup: {
    alreadyDone: 'La puesta en marcha ya está hecha. Cambie los datos en Ajustes.',
    invalid: 'Faltan datos para empezar. Corrija los campos marcados.',
  },
}
