import { refuseClashes } from './channel-names.ts';
import { FUNCTIONS, REMEDIATE_FUNCTIONS } from './function-settings.ts';
import { attachPolicy, createWorkQueue, type WorkQueue } from './queues.ts';

export interface WorkQueues {
  readonly evaluate: WorkQueue;
  readonly due: WorkQueue;
  readonly rejudge: WorkQueue;
  /** Where something is to be recorded, proposed or repaired. */
  readonly remediate?: WorkQueue;
  /** By the channel's name. */
  readonly channels: Readonly<Record<string, WorkQueue>>;
}

/**
 * So often a channel is tried before a message is put aside; `packages/functions/src/patience.ts` says how long that takes.
 */
const CHANNEL_RECEIVES = 15;
/** As `packages/functions/src/remediate.ts` puts off what failed. */
const REMEDIATE_RECEIVES = 10;

/** The queues that functions read. That of evaluate gets its policy together with the rules that send to it. */
export function createWorkQueues(
  prefix: string,
  channelNames: readonly string[],
  { isRemediating }: { readonly isRemediating: boolean },
): WorkQueues {
  const { evaluate, dispatch, rejudge, notify } = FUNCTIONS;
  refuseClashes(channelNames);
  const channels = channelNames.map((name) => {
    const { timeout } = notify;
    return [
      name,
      createWorkQueue({ prefix, name, fifo: true, timeout, receives: CHANNEL_RECEIVES }),
    ] as const;
  });
  const queues = {
    evaluate: createWorkQueue({ prefix, name: 'evaluate', timeout: evaluate.timeout }),
    due: createWorkQueue({ prefix, name: 'due', timeout: dispatch.timeout }),
    rejudge: createWorkQueue({ prefix, name: 'rejudge', timeout: rejudge.timeout }),
    ...(isRemediating ? { remediate: createRemediateQueue(prefix) } : {}),
    channels: Object.fromEntries(channels),
  };
  for (const each of listWorkQueues(queues)) {
    if (each !== queues.evaluate) attachPolicy(each.name, each.queue, []);
  }
  return queues;
}

function createRemediateQueue(prefix: string): WorkQueue {
  const { timeout } = REMEDIATE_FUNCTIONS.remediate;
  return createWorkQueue({ prefix, name: 'remediate', timeout, receives: REMEDIATE_RECEIVES });
}

export function listWorkQueues({ channels, ...queues }: WorkQueues): readonly WorkQueue[] {
  return [...Object.values(queues), ...Object.values(channels)];
}
