// The log in a PostgreSQL database
export {
  openPostgresLog,
  type PostgresLogOptions,
  type PostgresLogSettings,
} from "../log/postgres/postgres-log.js";
export type {
  PostgresClient,
  PostgresPool,
  PostgresQuery,
  PostgresRow,
  PostgresSession,
} from "../log/postgres/postgres-connections.js";
export type { PostgresWakes, Wake } from "../log/postgres/postgres-wakes.js";
