import { atEndOfTurn } from "../../clock.js";
import type { SqliteDriver } from "./sqlite-driver.js";

/** Writes that are asked for in the same turn of the event loop, as one transaction with one sync. */
export interface GroupCommit {
  /**
   * Does work that writes, in the order of the calls, and resolves once it is on the disk. Work that throws is undone
   * and refused alone, for which the work of the others may be undone and done once more; a transaction that cannot be kept refuses all that shared it.
   */
  run<Result>(work: () => Result): Promise<Result>;
  /** Does at once what still waits. */
  flush(): void;
}

interface Member {
  /** Does the work, and gives what tells its caller that it is kept. */
  perform(): () => void;
  refuse(error: unknown): void;
}

/** So that nobody waits long behind others: what is beyond it is left to the next turn. */
const MOST_IN_A_GROUP = 1_000;

export function createGroupCommit(driver: SqliteDriver, toFailure: (error: unknown) => unknown): GroupCommit {
  const performGroup = createPerformance(driver, toFailure);
  let waiting: Member[] = [];

  const flushGroup = () => {
    const group = waiting.slice(0, MOST_IN_A_GROUP);
    waiting = waiting.slice(MOST_IN_A_GROUP);
    if (waiting.length > 0) atEndOfTurn(flushGroup);
    if (group.length === 0) return;
    for (const tell of performGroup(group)) tell();
  };

  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        const perform = () => {
          const result = work();
          return () => resolve(result);
        };
        waiting.push({ perform, refuse: reject });
        if (waiting.length === 1) atEndOfTurn(flushGroup);
      }),
    flush() {
      while (waiting.length > 0) flushGroup();
    },
  };
}

/** Performs one of a group so that its refusal is its own. */
function createMarkedPerformance(driver: SqliteDriver, toFailure: (error: unknown) => unknown) {
  const mark = driver.prepare("SAVEPOINT member");
  const unmark = driver.prepare("RELEASE member");
  const undo = driver.prepare("ROLLBACK TO member");
  return ({ perform, refuse }: Member): (() => void) => {
    mark.run();
    try {
      const tell = perform();
      unmark.run();
      return tell;
    } catch (error) {
      try {
        undo.run();
        unmark.run();
      } catch {
        // SQLite has undone the whole transaction by itself, as it does where there is no room.
        throw error;
      }
      return () => refuse(toFailure(error));
    }
  };
}

/** Performs a group as one transaction, and gives what tells each caller how it ended. */
function createPerformance(driver: SqliteDriver, toFailure: (error: unknown) => unknown) {
  // The right to write from the start on: what was read inside cannot be outdated when it is built upon.
  const begin = driver.prepare("BEGIN IMMEDIATE");
  const commit = driver.prepare("COMMIT");
  const performMarked = createMarkedPerformance(driver, toFailure);

  /** A group as one transaction; whatever is thrown leaves nothing of it. */
  const performAs = (group: readonly Member[], one: (member: Member) => () => void) => {
    try {
      begin.run();
      const told = group.map(one);
      commit.run();
      return told;
    } catch (error) {
      rollBack(driver);
      throw error;
    }
  };

  return (group: readonly Member[]): readonly (() => void)[] => {
    let isRefused = false;
    const performUnmarked = ({ perform }: Member) => {
      isRefused = true;
      const tell = perform();
      isRefused = false;
      return tell;
    };
    try {
      try {
        return performAs(group, performUnmarked);
      } catch (error) {
        // As a rule none is refused, and marks would be for nothing. Where one is, all are done again, each for itself.
        if (!isRefused || group.length === 1) throw error;
        return performAs(group, performMarked);
      }
    } catch (error) {
      return group.map(
        ({ refuse }) =>
          () =>
            refuse(toFailure(error)),
      );
    }
  };
}

/** Where the transaction is gone already there is nothing left to undo. */
function rollBack(driver: SqliteDriver): void {
  try {
    driver.exec("ROLLBACK");
  } catch {
    return;
  }
}
