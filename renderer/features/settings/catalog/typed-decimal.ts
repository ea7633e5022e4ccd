/** A decimal as typed, with the comma of Spanish or the point: stored with a point and without blanks. */
export const typedDecimal = (text: string): string => text.replace(/\s/g, '').replace(',', '.')
