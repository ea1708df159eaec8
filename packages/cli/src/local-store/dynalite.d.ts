declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    readonly path?: string;
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  /** An implementation of DynamoDB over LevelDB, in memory where no path is given. Closing the server closes the data. */
  function dynalite(options?: Options): Server;
  export = dynalite;
}
