import { setTimeout as wait } from 'node:timers/promises';
import { type Config, configSchema, type RemediationStep } from '@podguard/core';
import { ALL_REMEDIATORS, createPerform, defineRemediator, type RemediateDeps } from '@podguard/remediate';
import { connect, createDynamoDbServiceState, createDynamoDbStore } from '@podguard/store';
import { OWN_KEY, OWN_ROLE } from '../../remediate/own-session.ts';
import { repairingOver } from '../../remediate/repairing-over.ts';
import { readingClients } from '../../support/aws-fake/sdk.ts';
import { clientOf } from '../../support/dynalite.ts';

const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';

/** Two calls one after the other, so that it can be killed between them. */
const twoCalls = defineRemediator({
  id: 'require-imdsv2',
  title: 'Requires tokens, and one hop',
  rules: ['imds-v1-allowed'],
  kind: 'ec2-instance',
  grants: [],
  mayBreak: [],
  needs: {},
  guards: [],
  mayForce: false,
  settlesMs: 1_000,
  target: ({ resource }) => resource.key,
  plan({ key, state }) {
    const { hopLimit, httpTokens } = state;
    if (typeof hopLimit !== 'number' || typeof httpTokens !== 'string') return 'its options are not known';
    const set = (input: RemediationStep['input'], words: string): RemediationStep => ({
      action: 'ec2:ModifyInstanceMetadataOptions',
      region: REGION,
      input: { InstanceId: key.slice(key.lastIndexOf('/') + 1), ...input },
      words,
    });
    return [
      {
        summary: 'Require tokens, and one hop',
        steps: [
          set({ HttpTokens: 'required' }, 'require tokens'),
          set({ HttpPutResponseHopLimit: 1 }, 'one hop'),
        ],
        undo: [set({ HttpTokens: httpTokens, HttpPutResponseHopLimit: hopLimit }, 'as it was')],
        after: { httpTokens: 'required', hopLimit: 1 },
      },
    ];
  },
});

const OTHERS = ALL_REMEDIATORS.filter(({ id }) => id === 'deactivate-access-key');

const CONFIG: Config = configSchema.parse({
  account: ACCOUNT,
  instances: 'all',
  events: ['activity', 'secret-reads'],
  ownParts: ['podguard-'],
  remediation: {
    rules: { 'imds-v1-allowed': 'auto', 'static-key-reactivated': 'auto' },
    budget: { perHour: 1_000, perKindPerHour: 1_000, share: 1 },
    coolDownMinutes: 1,
  },
});

export interface Places {
  readonly dynamo: { readonly url: string; readonly key: string };
  readonly table: string;
  readonly aws: string;
  /** A service that is broken on purpose, to show that it would be seen. */
  readonly callsTwice?: boolean;
}

/** What repairs the account over the table, by the service's role; in whatever process. */
export function repairing(
  { dynamo, table, aws, callsTwice = false }: Places,
  now: () => Date,
  tell: NonNullable<RemediateDeps['tell']>,
) {
  const { client } = connect(clientOf(dynamo.url, dynamo.key));
  const clients = readingClients(aws, { credentials: { accessKeyId: OWN_KEY, secretAccessKey: 'secret' } });
  const perform = createPerform({ clients });
  const twice: typeof perform = async (step, remediation) => {
    await perform(step, remediation);
    return perform(step, remediation);
  };
  return repairingOver({
    config: CONFIG,
    clients,
    now,
    pause: wait,
    principal: OWN_ROLE,
    store: createDynamoDbStore({ client, table }),
    state: createDynamoDbServiceState({ client, table }),
    deps: { remediators: [twoCalls, ...OTHERS], tell, perform: callsTwice ? twice : perform },
  });
}
