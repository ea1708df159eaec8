import { type MigrationTarget, parseArn, userKey } from '@podguard/core';
import { type AdviceInput, accountOf, evidenceValue, isOf, those } from '../around.ts';
import type { Blanks } from '../blanks.ts';
import { unknownCluster } from '../cluster.ts';
import { accountOfUser, type HeldRole, heldRole, usersOfKey } from '../key-users.ts';
import { type Migration, step } from '../migration.ts';
import { OWN_ACCOUNT, type Pod } from '../pod.ts';
import { REFERENCES } from '../references.ts';
import { knownRole, newRole } from '../roles.ts';
import { workloadsOf } from '../workloads.ts';
import { heldNotes, heldSteps, refuseHeld } from './held-role-steps.ts';
import { podOfStore, storeSteps } from './secret-store-steps.ts';
import { deactivate, endOf, type Key, rightsStep, takenOut, usesStep } from './static-key-steps.ts';

/** AWS attaches it to a user whose key has leaked: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html */
const QUARANTINE = /AWSCompromisedKeyQuarantine/;

/** Static keys to a role of the workload's own, with the rights that the key's user has: the one that is there, or a new one. */
export function fromStaticKeys(input: AdviceInput, blanks: Blanks, to: MigrationTarget): Migration {
  const { resource, finding } = input;
  const held = heldRole(input);
  refuseHeld(input, held, to);
  const isHeld = held?.method === to;
  const key = keyOf(input, blanks);
  const partition = parseArn(key.user?.key ?? '')?.partition ?? 'aws';
  const store = isOf(resource, 'k8s-secret-store') ? resource : undefined;
  const pod = store === undefined ? podOf(input, held, to, blanks) : podOfStore(input, store, to, blanks);
  const noPods = store === undefined || to !== 'irsa' ? undefined : storeSteps(store, pod, blanks);
  const role =
    held === null ? newRole(accountOf(input), partition, blanks) : knownRole(input, held.arn, blanks);
  const policies = [...(key.user?.sets.policies.members.keys() ?? [])].filter(
    (arn) => !QUARANTINE.test(arn) && blanks.known(arn, 'POLICY_ARN', 'ARN of a policy of the user') === arn,
  );
  const leaked = finding.rule === 'static-key-quarantined' || isOf(resource, 'container-build');
  const isManifest = resource.kind.startsWith('k8s-') || isOf(resource, 'container-build');
  return {
    from: 'static-key',
    title:
      held === null
        ? `Replace ${key.name} by a role of the workload’s own`
        : `Take ${key.name} out: its service account has a role already`,
    notes: [
      ...(held === null ? [] : heldNotes(held, pod, to)),
      ...(isManifest
        ? [
            'A key in a manifest, an image or a repository is known to all who can read it or its history: treat it as leaked, and do not wait long with the end of it.',
          ]
        : []),
      ...(isManifest && store === undefined && held === null ? [DONE_NOTE] : []),
      ...(isManifest && store === undefined && usersOfKey(input).length === 0
        ? ['Which workload uses the key is not told here: fill in its namespace and service account.']
        : []),
      ...(usersOfKey(input).length > 1
        ? [
            `Several workloads take it: ${usersOfKey(input)
              .map(({ key: workload }) => workload)
              .join(', ')}. The plan is for the first; the others want roles of their own.`,
          ]
        : []),
      ...(key.ofRoot
        ? [
            'It is a key of the account root: do not carry its rights over. Give the role what the workload needs, and nothing more.',
          ]
        : []),
      ...(store === undefined ? [] : [STORE_NOTE]),
      ...(store !== undefined && to === 'pod-identity' ? [OPERATOR_NOTE] : []),
      'A key that is used outside the cluster as well has to be replaced there too: see who uses it first.',
    ],
    moves: [
      {
        role,
        pods: [pod],
        workloads: workloadsOf(input, [pod], blanks),
        policies,
        inUse:
          store === undefined ? held !== null || accountOfUser(input) !== undefined : to === 'pod-identity',
        addon: null,
      },
    ],
    before: [
      ...(leaked
        ? [
            step(
              'If the key has leaked, end it now',
              [
                'An outage is cheaper than a stranger with the key. Then go on with the plan: the workload waits for it.',
              ],
              { commands: [deactivate(key)] },
            ),
          ]
        : []),
      usesStep(key, pod.cluster),
      rightsStep(key, policies),
      ...(held === null ? [] : heldSteps(held, role, pod, to)),
    ],
    inPods: [
      ...takenOut(input),
      ...(store === undefined
        ? [
            'SDKs take keys in the environment before anything else: as long as they are there the role is not used.',
          ]
        : []),
    ],
    back: [
      store === undefined
        ? 'Put the key back where it was: SDKs take it before the role, and it is active until the clean-up.'
        : 'Put the key back into the store: it is active until the clean-up.',
      ...(isHeld ? [] : ['Then the new identity may go.']),
    ],
    after: endOf(input, key),
    ...(noPods === undefined ? {} : { noPods }),
    oldWay: null,
    staying: [],
    isHeld,
    sources: [REFERENCES.keys, REFERENCES.chain],
  };
}

const DONE_NOTE =
  'Steps that are done already are passed over. Where the service account has a role by now (the annotation eks.amazonaws.com/role-arn, or an association), taking the key out is all.';

const STORE_NOTE =
  'The store is the External Secrets Operator’s. By EKS Pod Identity the operator itself gets the role, for all stores without `auth`; where namespaces must be kept apart use IRSA, and `auth.jwt.serviceAccountRef` in each store.';

const OPERATOR_NOTE =
  'A service account has one role: where the operator has one already (an annotation, or an association) add the rights to that one instead, or its other stores lose theirs.';

function keyOf(input: AdviceInput, blanks: Blanks): Key {
  const { resource, finding } = input;
  const users = those(input, 'iam-user');
  if (isOf(resource, 'iam-user')) {
    const userName = blanks.known(resource.key.split('/').at(-1), 'USER_NAME', 'name of the user');
    const own = those(input, 'access-key').map(({ key }) => key.split('/').at(-1));
    const id = blanks.known(
      own.length === 1 ? own[0] : undefined,
      'ACCESS_KEY_ID',
      `id of the key of ${userName}`,
    );
    return { id, userName, name: `the access keys of ${userName}`, user: resource, ofRoot: false };
  }
  if (isOf(resource, 'access-key')) {
    const id = blanks.known(resource.key.split('/').at(-1), 'ACCESS_KEY_ID', 'id of the key');
    const ofRoot = resource.state.ofRoot === true || finding.rule === 'static-key-root';
    const told = resource.state.userName ?? evidenceValue(finding, 'userName');
    const userName = ofRoot ? 'root' : blanks.known(told, 'USER_NAME', 'name of the user whose key it is');
    const user = users.find(
      ({ key }) => key === userKey(parseArn(key)?.partition ?? 'aws', resource.account, userName),
    );
    return { id, userName, name: `the access key ${id}`, user, ofRoot };
  }
  const id = blanks.blank('ACCESS_KEY_ID', 'id of the key: AKIA and 16 letters and digits');
  const userName = blanks.blank('USER_NAME', 'what aws iam get-access-key-last-used prints as UserName');
  return { id, userName, name: `the stored key of ${resource.key}`, user: undefined, ofRoot: false };
}

/** Which cluster it is does not matter to a role that is there. */
function podOf(input: AdviceInput, held: HeldRole | null, to: MigrationTarget, blanks: Blanks): Pod {
  const { resource } = input;
  const region = held?.method === to ? blanks.blank('REGION', 'region that the pods run in') : undefined;
  const owner = accountOf(input) || parseArn(held?.arn ?? '')?.account;
  const cluster = unknownCluster(input, blanks, undefined, region, null, owner);
  const [user] = usersOfKey(input);
  const state: { namespace?: string | null | undefined; serviceAccount?: string | null | undefined } =
    user?.state ?? (isOf(resource, 'k8s-secret') ? resource.state : {});
  const own = state.serviceAccount === 'default' ? undefined : state.serviceAccount;
  return {
    cluster,
    namespace: blanks.known(state.namespace, 'NAMESPACE', 'namespace of the workload'),
    serviceAccount: blanks.known(own, 'SERVICE_ACCOUNT', OWN_ACCOUNT),
  };
}
