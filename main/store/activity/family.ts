/**
 * SQL: the ids of a customer, which is its one parameter, and of all who were merged into it. What happened to them
 * before is part of the survivor's history.
 */
export const FAMILY = `(WITH RECURSIVE family (id) AS (VALUES (?)
    UNION SELECT c.id FROM d_customers c JOIN family f ON c.f_mergedInto = f.id WHERE c.deleted = 0)
  SELECT id FROM family)`
