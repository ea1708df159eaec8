import { type Catalogue, type Config, createFindingContext, ServiceError } from '@podguard/core';
import type { AwsFlags } from '../aws-flags.ts';
import { isTable, openStore } from '../local-store/index.ts';
import { createReadOnlyService } from '../service/create-read-only-service.ts';
import { EXIT, type Terminal, tell } from '../terminal.ts';
import { ended, reporter } from './serving.ts';

export interface ReadOnlyFlags extends AwsFlags {
  readonly port: number;
  readonly once?: boolean;
  readonly memory?: boolean;
}

/** The page of this machine over the table of a deployed service. */
export async function startReadOnly(
  where: string,
  flags: ReadOnlyFlags,
  {
    terminal,
    catalogue,
    config,
  }: {
    readonly terminal: Terminal;
    readonly catalogue: Catalogue;
    readonly config: Config;
  },
): Promise<number> {
  if (!isTable(where))
    throw new ServiceError(
      'usage',
      `--read-only shows the table of a deployed service, and ${where} is none: name one with --store dynamodb:TABLE[@REGION], or leave --read-only out`,
    );
  if (flags.once === true || flags.memory === true)
    throw new ServiceError(
      'usage',
      `--${flags.once === true ? 'once' : 'memory'} makes a state of its own: leave it out`,
    );
  const { store, state, close } = await openStore(where, flags);
  try {
    const now = () => new Date();
    // Who may not read the table is told so here, and not by a page that shows nothing.
    await store.listTransitions(1);
    const report = reporter(terminal);
    const service = createReadOnlyService({
      place: where,
      store,
      catalogue,
      config,
      context: createFindingContext({ config, state, now, unreadable: report }),
      now,
      report,
    });
    const listening = await service.listen({ port: flags.port });
    await tell(
      terminal.stderr,
      `podguard: ${listening.url} (Ctrl-C ends it); it shows ${where} and changes nothing\n`,
    );
    await ended(terminal.signal);
    await listening.close();
    return terminal.signal.reason === 'SIGTERM' ? EXIT.clean : EXIT.interrupted;
  } finally {
    await close();
  }
}
