import type { Resource } from '@podguard/core';
import { type AdviceInput, isOf } from '../around.ts';
import type { Cluster } from '../cluster.ts';
import { type Migration, step } from '../migration.ts';
import { outOfStore } from './secret-store-steps.ts';

/** The key that goes, and whose it is. */
export interface Key {
  readonly id: string;
  readonly userName: string;
  readonly name: string;
  readonly user: Resource<'iam-user'> | undefined;
  readonly ofRoot: boolean;
}

export function deactivate({ id, userName, ofRoot }: Key): string {
  const user = ofRoot ? '' : ` --user-name ${userName}`;
  return `aws iam update-access-key${user} --access-key-id ${id} --status Inactive`;
}

export function usesStep({ id }: Key, { region }: Cluster) {
  return step(
    'See who uses the key, and for what',
    [
      'Event history goes back 90 days and has no reads of data, of S3 objects say: ask the owners of the workload, too. It is by region: look in those that the workload uses, and in us-east-1 for IAM.',
    ],
    {
      commands: [
        `aws iam get-access-key-last-used --access-key-id ${id}`,
        `aws cloudtrail lookup-events --region ${region} --lookup-attributes AttributeKey=AccessKeyId,AttributeValue=${id} --query 'Events[].[EventTime,EventSource,EventName]' --output text`,
      ],
    },
  );
}

export function rightsStep({ user, userName, ofRoot }: Key, policies: readonly string[]) {
  const whole = user?.sets.policies.complete === true;
  if (ofRoot)
    return step('Write down what the workload needs', [
      'As a policy of its own: the calls of the step before tell.',
    ]);
  const known =
    policies.length === 0
      ? 'What its user may do is not recorded here.'
      : `Attached to the user, as far as recorded${whole ? '' : ' (there may be more)'}: ${policies.join(', ')}.`;
  return step(
    'See what its user may do',
    [
      known,
      'Rights come from the user’s own policies, attached and inline, and from its groups. Carry over what the workload uses, no more.',
    ],
    {
      commands: [
        `aws iam list-attached-user-policies --user-name ${userName}`,
        `aws iam list-user-policies --user-name ${userName}`,
        `aws iam list-groups-for-user --user-name ${userName}`,
      ],
    },
  );
}

/** What of the manifest has to go. */
export function takenOut({ resource }: AdviceInput): readonly string[] {
  if (isOf(resource, 'k8s-workload')) {
    const { keys, keySecrets } = resource.sets;
    const paths = [...new Set([...keys.members.keys(), ...keySecrets.members.keys()].map(entryOf))];
    return [
      `Take out of ${resource.key}: ${paths.join(', ')}.`,
      ...(paths.some((path) => /\benvFrom\[\d+\]$/.test(path))
        ? [
            'Where its envFrom brings other variables along, leave it, and take AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN out of what it names.',
          ]
        : []),
    ];
  }
  if (isOf(resource, 'k8s-secret-store')) return outOfStore(resource);
  if (isOf(resource, 'container-build'))
    return [
      'Take the key out of the Dockerfile, its build arguments and the files that it copies, build the image anew, and delete the old images: their layers hold it.',
    ];
  return [
    'Take AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN out of the containers’ environment, and any mounted ~/.aws/credentials.',
  ];
}

/** The whole entry of a variable goes: a name without a value would be an empty one. */
function entryOf(path: string): string {
  return path.replace(/(\benv(From)?\[\d+\])\..*$/s, '$1');
}

export function endOf({ resource }: AdviceInput, key: Key): Migration['after'] {
  const user = key.ofRoot ? '' : ` --user-name ${key.userName}`;
  const isSecret = isOf(resource, 'k8s-secret');
  return [
    step(
      'Deactivate the key, and wait',
      [
        'An inactive key can be made active again at once (--status Active). Wait as long as the rarest job that may use it: two weeks are usual. LastUsedDate no longer moves.',
      ],
      { commands: [deactivate(key), `aws iam get-access-key-last-used --access-key-id ${key.id}`] },
    ),
    step(
      'Delete the key',
      [
        'This cannot be undone.',
        ...(isSecret
          ? [`And delete ${resource.key}, in the cluster and in Git; the history of the repository keeps it.`]
          : []),
        ...(key.ofRoot ? [] : ['Then the user, when it has no other use.']),
      ],
      { commands: [`aws iam delete-access-key${user} --access-key-id ${key.id}`] },
    ),
  ];
}
