/** Whether a person works at an office; who names none works at all of them. */
export const worksAt = ({ offices }: { offices: readonly string[] }, officeId: string): boolean =>
  offices.length === 0 || offices.includes(officeId)
