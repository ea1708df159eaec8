import {
  type Config,
  createDispatcher,
  createEngine,
  createFindingContext,
  type Engine,
  eventGroups,
  ServiceError,
} from '@podguard/core';
import { createBatch } from '../batch.ts';
import type { CommandDeps } from '../commands/command.ts';
import type { Sending } from '../commands/replay.ts';
import { reporter } from '../commands/serving.ts';
import { judgedWith } from '../configuration.ts';
import { openDriftStore } from '../drift/open-drift-store.ts';
import { isTable } from '../local-store/index.ts';
import { createReadEvents } from '../service/read-events.ts';

/** So many events are recorded before what they concern is judged together. */
const TOGETHER = 200;

/** Records of a directory's store, judged here and told nobody: they are history. What is no store yet becomes one. */
export async function openStoreDestination(
  where: string,
  { config, terminal, catalogue }: Pick<CommandDeps, 'terminal' | 'catalogue'> & { readonly config: Config },
) {
  if (isTable(where))
    throw new ServiceError('usage', `--store ${where}: name a directory, or a deployed service with --stage`);
  const { store, state, close } = await openDriftStore(where, terminal, { aws: {}, dryRun: false });
  const now = () => new Date();
  const backOff = (attempt: number) =>
    new Promise<void>((resolve) => setTimeout(resolve, Math.random() * 20 * attempt));
  const engine = createEngine({
    store,
    catalogue,
    config,
    judgedWith: judgedWith(catalogue, config),
    pastLimit: 20,
    backOff,
    now,
  });
  const context = createFindingContext({ config, state, now, unreadable: reporter(terminal) });
  const dispatcherOf = (judge: Engine) =>
    createDispatcher({ store, engine: judge, catalogue, notify: async () => {}, backOff, now, context });
  const readEvents = createReadEvents(eventGroups(config));

  return {
    close,
    async send({ events, onSent }: Sending): Promise<void> {
      const batch = createBatch({ store, engine, dispatcherOf });
      let count = 0;
      for await (const event of events) {
        for (const reading of readEvents(Buffer.from(JSON.stringify(event))))
          if (reading.kind === 'changes') for (const change of reading.changes) await batch.apply(change);
        onSent(1);
        count += 1;
        if (count % TOGETHER === 0) await batch.flush();
      }
      await batch.flush();
    },
  };
}
