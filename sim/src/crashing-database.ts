import type { Connection, Database, Queryable } from '@inkwell/ledger';
import { DatabaseError } from '@inkwell/ledger';

const gone = (): DatabaseError => new DatabaseError('the process has died', '', null);

/** Ends a process at a chosen step: before a statement reaches the database, or before its answer comes back. */
export class Fuse {
  blown = false;
  private left: number | null = null;
  private answered = false;

  /** The process dies at its `steps`-th next statement; `answered` says that the database still carries it out. */
  arm(steps: number, answered: boolean): void {
    this.left = steps;
    this.answered = answered;
  }

  disarm(): void {
    this.left = null;
  }

  /** From now on nothing reaches the database any more. */
  blow(): void {
    this.blown = true;
  }

  async pass<T>(step: () => Promise<T>): Promise<T> {
    if (this.blown) throw gone();
    const last = this.left === 0;
    if (this.left !== null) this.left -= 1;
    if (last) this.blown = true;
    if (last && !this.answered) throw gone();
    const result = await step();
    if (this.blown) throw gone();
    return result;
  }
}

const guardedQuery = (queryable: Queryable, fuse: Fuse): Queryable => ({
  query: (text, params, name) => fuse.pass(() => queryable.query(text, params, name)),
});

/** A transaction's commit is a step of its own: it may stand although nobody was told. */
function guardedConnection(connection: Connection, fuse: Fuse): Connection {
  return {
    ...guardedQuery(connection, fuse),
    transaction: async (run) => {
      const result = await connection.transaction((tx) => run(guardedQuery(tx, fuse)));
      return fuse.pass(async () => result);
    },
    close: () => connection.close(),
  };
}

/** A database as one process sees it, until its fuse blows. */
export const crashingDatabase = (database: Database, fuse: Fuse): Database => ({
  ...guardedConnection(database, fuse),
  kind: database.kind,
  connect: async () => guardedConnection(await database.connect(), fuse),
  script: (text) => fuse.pass(() => database.script(text)),
});
