import { kindsJudgedBy, type Resource } from '@podguard/core';
import { catalogue, recommend } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, REGION, resourceOf } from '../../support/states.ts';
import { CLUSTER_ARN, ISSUER, irsa, podIdentity, trust } from '../../support/trusts.ts';
import { adviceInput, findingOn, named, type Scene } from './surroundings.ts';

const OWN_ISSUER = 'oidc.k8s.example.com/main';
const on = (scene: Scene) => recommend(adviceInput(scene));
const anyOf = (rule: string): Resource => {
  const known = catalogue.rules.find(({ id }) => id === rule);
  const [kind] = known === undefined ? [] : kindsJudgedBy(known);
  if (kind === undefined) throw new TypeError(`no rule ${rule}`);
  return resourceOf(kind, {}) as unknown as Resource;
};
const cluster = named('eks-cluster', CLUSTER_ARN, { state: { issuer: `https://${ISSUER}` } });
const key = resourceOf('access-key', { state: { userName: 'ci', status: 'Active' } }) as unknown as Resource;
const exact = (issuer: string, provider?: string) =>
  irsa(
    {
      StringEquals: {
        [`${issuer}:sub`]: 'system:serviceaccount:shop:cart',
        [`${issuer}:aud`]: 'sts.amazonaws.com',
      },
    },
    provider,
  );
const providerOf = (issuer: string) => `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`;
const role = (text: string) =>
  resourceOf('iam-role', {
    state: { arn: `arn:aws:iam::${ACCOUNT}:role/app`, trust: text },
  }) as unknown as Resource;
const profile = (labels: string) =>
  named('eks-fargate-profile', `arn:aws:eks:${REGION}:${ACCOUNT}:fargateprofile/prod/apps`, {
    sets: { selectors: { shop: labels } },
  });

/** Rules about the watcher and about people, and those whose mending says all. */
const SAY_NOTHING = ['account-imds-default-weak', 'imds-tags-exposed', 'pod-identity-node-role'];

describe('every rule', () => {
  it.for(catalogue.rules.map(({ id, method }) => [id, method] as const))('%s', ([id, method]) => {
    const advice = on({ rule: id, resource: anyOf(id) });
    const silent = ['platform', 'cluster-access'].includes(method) || SAY_NOTHING.includes(id);
    if (silent) return expect(advice).toBeNull();
    expect(advice?.line.length).toBeGreaterThan(5);
    expect(advice?.line).toMatch(/[^.]$/);
    for (const reason of advice?.why ?? []) expect(reason).toMatch(/[.]$/);
  });
});

describe('the guide', () => {
  it('recommends EKS Pod Identity where the account has EKS clusters', () => {
    const advice = on({ rule: 'static-key-created', resource: key, around: [cluster] });
    expect(advice).toMatchObject({
      method: 'pod-identity',
      line: expect.stringMatching(/^EKS Pod Identity: /),
    });
    expect(advice?.steps[0]).toBe('pod-identity');
  });

  it('says for what it holds where nothing tells where the pods run', () => {
    const advice = on({ rule: 'static-key-created', resource: key });
    expect(advice?.line).toContain('if the pods run on EKS');
    expect(advice?.instead.map(({ when }) => when).join('; ')).toMatch(
      /Fargate or on Windows; .*not EKS’s; none of these/,
    );
    expect(advice?.instead.map(({ line }) => line).join()).toContain('never kube2iam or kiam');
  });

  it('recommends IRSA with an issuer of one’s own outside EKS, and IAM Roles Anywhere where AWS cannot reach it', () => {
    const advice = on({ rule: 'static-key-created', resource: key, config: { issuers: [OWN_ISSUER] } });
    expect(advice).toMatchObject({
      method: 'irsa',
      line: expect.stringContaining('own issuer'),
      steps: ['irsa'],
    });
    expect(advice?.instead[0]?.line).toContain('IAM Roles Anywhere');
  });

  it('takes a role for one of EKS by its issuer, whatever else the configuration names', () => {
    const config = { issuers: [OWN_ISSUER] };
    expect(
      on({ rule: 'irsa-multi-cluster-role', resource: role(trust(exact(ISSUER))), config })?.method,
    ).toBe('pod-identity');
    const own = role(trust(exact(OWN_ISSUER, providerOf(OWN_ISSUER))));
    expect(on({ rule: 'irsa-multi-cluster-role', resource: own, config })?.method).toBe('irsa');
  });

  it.for([
    ['a profile that takes the whole namespace', '{}', 'irsa'],
    ['one that takes some of its pods by their labels', '{"on":"fargate"}', 'pod-identity'],
  ] as const)('of Fargate: %s', ([, labels, method]) => {
    const text = trust(exact(ISSUER), podIdentity(['sts:AssumeRole', 'sts:TagSession']));
    const around = [cluster, profile(labels)];
    expect(on({ rule: 'pod-identity-mixed-trust', resource: role(text), around })?.method).toBe(method);
  });

  it('says what several clusters mean to each method', () => {
    const other = `oidc.eks.${REGION}.amazonaws.com/id/OTHER`;
    const text = trust(exact(ISSUER), exact(other, providerOf(other)));
    const why = on({ rule: 'irsa-multi-cluster-role', resource: role(text) })?.why.join(' ');
    expect(why).toContain('used in 2 clusters: one principal serves them all');
  });

  it.for([
    ['terraform', 'aws_eks_pod_identity_association belongs in the same module'],
    ['cloudformation', 'AWS::EKS::PodIdentityAssociation'],
    ['eksctl', 'create podidentityassociation'],
    ['ack', 'ACK'],
  ] as const)('names how to write it down where it was made with %s', ([tool, words]) => {
    const opened = { at: '', eventId: '', eventName: '', actor: '', session: null, sourceIdentity: null };
    const by = { ...opened, invokedBy: null, sourceIp: null, userAgent: null, tool };
    const finding = { ...findingOn('static-key-created', key), opened: by };
    const advice = recommend({ ...adviceInput({ rule: 'static-key-created', resource: key }), finding });
    expect(advice?.why.join(' ')).toContain(words);
  });

  it.for([
    ['k8s-secret-store-static', 'The operator’s own service account'],
    ['k8s-secret-provider-no-identity', 'usePodIdentity: "true"'],
    ['node-role-addon-permissions', '--pod-identity-associations'],
    ['k8s-static-key', 'With GitOps'],
  ] as const)('knows what is special about %s', ([rule, words]) => {
    expect(on({ rule, resource: anyOf(rule) })?.why.join(' ')).toContain(words);
  });
});

describe('findings to which another method is no answer', () => {
  it('are told what to do within theirs, and offered no steps', () => {
    const advice = on({ rule: 'imds-v1-allowed', resource: anyOf('imds-v1-allowed'), around: [cluster] });
    expect(advice).toMatchObject({
      method: null,
      instead: [],
      steps: [],
      line: expect.stringContaining('Require tokens'),
    });
  });

  it('of IRSA on EKS may leave it, which the advice says second', () => {
    const open = trust(irsa({ StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:*' } }));
    const advice = on({ rule: 'irsa-subject-unrestricted', resource: role(open) });
    expect(advice).toMatchObject({
      method: null,
      line: expect.stringContaining('Pin the subject'),
      steps: ['pod-identity'],
    });
    expect(advice?.instead[0]?.line).toContain('EKS Pod Identity');
  });

  it('of IRSA outside EKS stay', () => {
    const open = trust(
      irsa({ StringLike: { [`${OWN_ISSUER}:sub`]: 'system:serviceaccount:*' } }, providerOf(OWN_ISSUER)),
    );
    const advice = on({
      rule: 'irsa-subject-unrestricted',
      resource: role(open),
      config: { issuers: [OWN_ISSUER] },
    });
    expect(advice).toMatchObject({ method: null, instead: [], steps: [] });
  });
});

describe('findings that somebody else wrote', () => {
  it.for(['constructor', 'toString', '__proto__', 'gone-rule'])('of a rule %s have no advice', (rule) => {
    expect(
      recommend({
        ...adviceInput({ rule: 'static-key-created', resource: key }),
        finding: { ...findingOn('static-key-created', key), rule },
      }),
    ).toBeNull();
  });

  it('by a tool of such a name have none about it', () => {
    const opened = { at: '', eventId: '', eventName: '', actor: '', session: null, sourceIdentity: null };
    const by = { ...opened, invokedBy: null, sourceIp: null, userAgent: null, tool: 'constructor' };
    const input = adviceInput({ rule: 'static-key-created', resource: key });
    const why = recommend({ ...input, finding: { ...input.finding, opened: by } })?.why ?? [];
    expect(why).toHaveLength(1);
    expect(why.every((one) => typeof one === 'string')).toBe(true);
  });
});
