/** A command line, folder or port that a person has to mend; the reason is on stderr. */
export const CANNOT_START = 2
