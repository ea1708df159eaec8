import type { Catalogue, Config, Item } from '@podguard/core';
import { judgedWith } from './configuration.ts';
import { type Terminal, tell } from './terminal.ts';

/** Counts what a directory holds of verdicts by other rules or settings than the present ones. */
export function createJudgedOtherwise(catalogue: Catalogue, config: Config) {
  const present = new Map<string, string>();
  const withAccount = (account: string | undefined): string => {
    const settings = account === undefined ? config : { ...config, account };
    const known = present.get(account ?? '') ?? judgedWith(catalogue, settings);
    present.set(account ?? '', known);
    return known;
  };
  let otherwise = 0;
  return {
    add({ judgedWith: by, account }: Pick<Item, 'judgedWith' | 'account'>): void {
      // `drift` judges with the account of its credentials where none is configured.
      if (by !== withAccount(config.account) && by !== withAccount(config.account ?? account)) otherwise += 1;
    },
    count: () => otherwise,
  };
}

/** Says that what is shown is not what the present configuration would say. */
export async function tellJudgedOtherwise(count: number, terminal: Terminal): Promise<void> {
  if (count === 0) return;
  await tell(
    terminal.stderr,
    `podguard: ${count} resource${count === 1 ? ' was' : 's were'} judged with other rules or settings than the present ones: podguard start and podguard drift judge again\n`,
  );
}
