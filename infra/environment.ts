import { machineArn } from './drift.ts';
import type { FunctionName } from './function-settings.ts';
import { canaryRole } from './grants.ts';
import type { Parts } from './parts.ts';

type Environment = Readonly<Record<string, $util.Input<string>>>;

/** The variables that a function's code reads: no secrets, and nothing that it does not need. */
export function environmentOf(name: FunctionName, parts: Parts): Environment {
  const { table, queues, place } = parts;
  const judging = { TABLE_NAME: table.name, ACCOUNT_ID: place.account };
  const evaluateQueue = { EVALUATE_QUEUE_URL: queues.evaluate.queue.url };
  const channels = { CHANNEL_QUEUES: channelQueues(parts) };
  const remediate = remediateQueue(parts);
  switch (name) {
    case 'evaluate':
      return { ...judging, ...evaluateQueue, ...canary(parts) };
    case 'dispatch':
      return { ...judging, ...evaluateQueue, ...channels, ...remediate, DUE_QUEUE_URL: queues.due.queue.url };
    case 'sweep':
      return {
        ...{ ...judging, ...evaluateQueue, ...channels, DUE_QUEUE_URL: queues.due.queue.url },
        ...{ ...remediate, REJUDGE_QUEUE_URL: queues.rejudge.queue.url },
      };
    case 'rejudge':
      return { ...judging, ...evaluateQueue, ...channels, REJUDGE_QUEUE_URL: queues.rejudge.queue.url };
    case 'drift':
      return {
        ...{ ...judging, ...evaluateQueue, ...channels },
        REPORT_BUCKET: parts.reports.name,
        STATE_MACHINE_ARN: machineArn(parts),
      };
    case 'notify':
      return { ...judging, ...channels, TOPIC_ARN: parts.topic.topic.arn };
    case 'tell-held':
      return { ...judging, ...channels };
    case 'canary':
      return { TABLE_NAME: table.name, ...canary(parts) };
  }
}

/** For those who send to it. */
export function remediateQueue({ queues }: Parts): Environment {
  return queues.remediate === undefined ? {} : { REMEDIATE_QUEUE_URL: queues.remediate.queue.url };
}

export function channelQueues({ queues }: Parts): $util.Output<string> {
  const urls = Object.entries(queues.channels).map(([channel, { queue }]) => [channel, queue.url]);
  return $jsonStringify(Object.fromEntries(urls));
}

function canary(parts: Parts): Environment {
  return {
    CANARY_ROLE_NAME: canaryRole(parts).split('/').at(-1)!,
    CANARY_RULES: JSON.stringify(parts.canaryRules),
  };
}
