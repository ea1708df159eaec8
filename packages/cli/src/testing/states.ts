import {
  type ActivityChange,
  applyChange,
  applyUse,
  type Config,
  type ConfigInput,
  configSchema,
  KINDS,
  type Kind,
  type PutChange,
  presenceOf,
  type Resource,
  type StateChange,
  type StateOf,
  viewsOf,
} from '@podguard/core';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';

const KEYS: { readonly [K in Kind]: string } = {
  'aws-account': ACCOUNT,
  'account-region': `${ACCOUNT}/region/${REGION}`,
  'association-slot': `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod/shop/cart`,
  'iam-role': `arn:aws:iam::${ACCOUNT}:role/app`,
  'pod-identity-association': `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/prod/a-1`,
  'ec2-instance': `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/i-0abc`,
  'access-key': `${ACCOUNT}/AKIAIOSFODNN7EXAMPLE`,
  'oidc-provider': `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.${REGION}.amazonaws.com/id/ABCDEF`,
  'iam-policy': `arn:aws:iam::${ACCOUNT}:policy/own`,
  'instance-profile': `arn:aws:iam::${ACCOUNT}:instance-profile/node`,
  'eks-nodegroup': `arn:aws:eks:${REGION}:${ACCOUNT}:nodegroup/prod/workers`,
  'iam-user': `arn:aws:iam::${ACCOUNT}:user/ci`,
  'access-entry': `arn:aws:eks:${REGION}:${ACCOUNT}:access-entry/prod/arn:aws:iam::${ACCOUNT}:role/app`,
  'eks-addon': `arn:aws:eks:${REGION}:${ACCOUNT}:addon/prod/vpc-cni`,
  'eks-fargate-profile': `arn:aws:eks:${REGION}:${ACCOUNT}:fargateprofile/prod/apps`,
  'eks-capability': `arn:aws:eks:${REGION}:${ACCOUNT}:capability/prod/ack`,
  'launch-template': `arn:aws:ec2:${REGION}:${ACCOUNT}:launch-template/lt-0abc`,
  'launch-template-version': `arn:aws:ec2:${REGION}:${ACCOUNT}:launch-template/lt-0abc/3`,
  'auto-scaling-group': `arn:aws:autoscaling:${REGION}:${ACCOUNT}:autoScalingGroup/nodes`,
  'ec2-account-defaults': `${ACCOUNT}/${REGION}`,
  secret: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:shop/database`,
  'cloudtrail-trail': `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/main`,
  'event-rule': `arn:aws:events:${REGION}:${ACCOUNT}:rule/podguard-iam`,
  'platform-part': `arn:aws:lambda:${REGION}:${ACCOUNT}:function:podguard-evaluate`,
  'k8s-service-account': 'app.yaml#ServiceAccount/web/app',
  'k8s-workload': 'app.yaml#Deployment/web/app',
  'k8s-secret': 'app.yaml#Secret/web/app',
  'k8s-config-map': 'app.yaml#ConfigMap/kube-system/aws-auth',
  'k8s-secret-store': 'app.yaml#ClusterSecretStore/aws',
  'k8s-secret-provider-class': 'app.yaml#SecretProviderClass/web/aws',
  'k8s-namespace': 'app.yaml#Namespace/web',
  'container-build': 'Dockerfile',
  'eks-cluster': `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`,
};

export interface StateInput<K extends Kind> {
  /** Fields that are known; one given as `undefined` is unknown, one not given is unknown too. */
  readonly state?: { readonly [F in keyof StateOf[K]]?: StateOf[K][F] | null | undefined };
  /** What the tracked fields were before, oldest first. */
  readonly before?: readonly { readonly [F in keyof StateOf[K]]?: StateOf[K][F] }[];
  readonly sets?: Readonly<Record<string, Readonly<Record<string, string | boolean>> | null>>;
  /** Members that are known to be there of a set that is not known to be whole. */
  readonly some?: Readonly<Record<string, Readonly<Record<string, string | boolean>>>>;
  readonly gone?: boolean;
  /** When it was made, null where that is not known: else the moment of its first state. When it was deleted: then it is gone. */
  readonly bornAt?: string | null;
  readonly goneAt?: string;
  /** How it was used, each with the time; by the principal that the use names. */
  readonly uses?: Readonly<Record<string, string>>;
}

/** A resource as the engine makes it from changes, for the tests of rules. */
export function resourceOf<K extends Kind>(kind: K, input: StateInput<K>): Resource<K> {
  const histories = [...(input.before ?? []), input.state ?? {}];
  let registers = null as Parameters<typeof applyChange>[0];
  histories.forEach((state, index) => {
    registers = applyChange(registers, put(kind, state as Record<string, never>, input.sets ?? {}, index));
  });
  if (input.some !== undefined) registers = applyChange(registers, patch(kind, input.some));
  for (const [name, time] of Object.entries(input.uses ?? {})) {
    const one = usedAs(kind, name, time);
    registers = applyUse(registers, { first: one, last: one });
  }
  const identity = { kind, key: KEYS[kind], account: ACCOUNT, region: REGION };
  const all = registers as NonNullable<typeof registers>;
  const presence = presenceOf(all);
  const [view] = viewsOf(identity, all, {
    ...presence,
    present: input.gone !== true && input.goneAt === undefined,
    floor: null,
    whole: false,
  });
  const life = {
    ...(input.bornAt === undefined ? {} : { bornAt: input.bornAt }),
    ...(input.goneAt === undefined ? {} : { goneAt: input.goneAt }),
  };
  return { ...view, ...life } as unknown as Resource<K>;
}

function put(
  kind: Kind,
  state: Record<string, never>,
  sets: NonNullable<StateInput<Kind>['sets']>,
  index: number,
): StateChange {
  const stamp = { time: `2026-01-02T03:04:0${index}Z`, rank: 0 as const, eventId: `e${index}` };
  const fields = Object.fromEntries(
    Object.entries(state).map(([name, value]) => [
      name,
      value === undefined ? { unknown: true as const } : { value },
    ]),
  );
  const cause = {
    eventId: stamp.eventId,
    eventName: 'Test',
    eventSource: 'test',
    at: stamp.time,
    actor: { principal: 'unknown', type: 'unknown' as const },
  };
  const change: PutChange = {
    op: 'put',
    kind,
    key: KEYS[kind],
    account: ACCOUNT,
    region: REGION,
    stamp,
    cause,
    creates: index === 0,
    fields: allFields(fields),
    sets: { ...Object.fromEntries(KINDS[kind].sets.map((name) => [name, null])), ...sets },
  };
  return change;
}

function usedAs(kind: Kind, name: string, time: string): ActivityChange {
  const stamp = { time, rank: 1 as const, eventId: `${name} ${time}` };
  const { cause } = put(kind, {}, {}, 9);
  const principal = name.slice(name.indexOf(' ') + 1);
  return {
    op: 'activity',
    kind,
    key: KEYS[kind],
    account: ACCOUNT,
    region: REGION,
    use: name,
    stamp,
    cause: { ...cause, at: time, actor: { principal, type: 'role' } },
  };
}

function patch(kind: Kind, sets: NonNullable<StateInput<Kind>['some']>): StateChange {
  const stamp = { time: '2026-01-02T03:05:00Z', rank: 1 as const, eventId: 'some' };
  const { cause } = put(kind, {}, {}, 9);
  return {
    op: 'patch',
    kind,
    key: KEYS[kind],
    account: ACCOUNT,
    region: REGION,
    stamp,
    cause,
    fields: {},
    sets,
  };
}

/** A field that a test does not give is unknown, where a put would say that it is absent. */
function allFields(given: PutChange['fields']): PutChange['fields'] {
  return new Proxy(given, { get: (target, name) => Reflect.get(target, name) ?? { unknown: true } });
}

export function configOf(input: ConfigInput = {}): Config {
  return configSchema.parse(input);
}

export { ACCOUNT, REGION };
