/** Version of the schemas that this program's change rows follow. A server may demand a later one (`update`). */
export const SCHEMA_VERSION = 1
