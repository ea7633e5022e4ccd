/** What all forms say. */
export default {
  contest: {
    note: 'Changed while you were editing: {list}. You can choose when you save.',
    one: '{label} (now “{value}”)',
    title: 'This changed while you were editing',
    text: 'Another value was saved in another window or at another desk. Choose which one to keep.',
    mine: 'What you typed',
    theirs: 'What is saved now',
    back: 'Keep editing',
  },
}
