/** What all forms say. */
export default {
  contest: {
    note: 'Cambió mientras usted editaba: {list}. Al guardar podrá elegir.',
    one: '{label} (ahora «{value}»)',
    title: 'Esto cambió mientras usted editaba',
    text: 'Se guardó otro valor en otra ventana o en otro equipo. Elija con cuál quedarse.',
    mine: 'Lo que ha escrito usted',
    theirs: 'Lo que está guardado ahora',
    back: 'Seguir editando',
  },
}
