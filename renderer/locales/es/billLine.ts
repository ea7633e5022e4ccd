/** How an amount of a bill came about. */
export default {
  times: '{quantity} × {price}',
  whole: 'periodo completo',
  part: '{days} de {whole} días × {price}',
  meter: 'contador de {from} a {to}',
  used: '{quantity} {unit} × {price}',
  estimated: 'estimado: falta la lectura',
  exitFee: '{days} de {whole} días de permanencia × {price}',
  correction: 'se facturó {was}, corresponde {now}',
}
