import { describe, expect, it } from 'vitest';
import { ACCOUNT } from '../../support/states.ts';
import { ISSUER, irsa, trust } from '../../support/trusts.ts';
import {
  blanksOf,
  CART,
  cluster,
  commandsOf,
  documentNames,
  fargate,
  KEY,
  pinned,
  plan,
  role,
  textsOf,
  titlesOf,
} from './plans.ts';
import { named } from './surroundings.ts';

describe('rights of a node role', () => {
  const nodes = (policies: readonly string[]) =>
    named('iam-role', `arn:aws:iam::${ACCOUNT}:role/nodes`, {
      state: { arn: `arn:aws:iam::${ACCOUNT}:role/nodes` },
      sets: {
        policies: Object.fromEntries(policies.map((name) => [`arn:aws:iam::aws:policy/${name}`, true])),
      },
    });
  const OWN = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryReadOnly'];

  it('of known add-ons become a role for each, with its service account and policy', () => {
    const result = plan({
      rule: 'node-role-addon-permissions',
      resource: nodes([...OWN, 'AmazonEKS_CNI_Policy', 'service-role/AmazonEBSCSIDriverPolicy']),
    });
    const commands = commandsOf(result);
    expect(commands).toContain(
      'attach-role-policy --role-name ROLE_FOR_AWS_NODE --policy-arn arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy',
    );
    expect(commands).toContain('--service-account ebs-csi-controller-sa --role-arn');
    for (const policy of ['AmazonEKS_CNI_Policy', 'service-role/AmazonEBSCSIDriverPolicy'])
      expect(commands).toContain(
        `detach-role-policy --role-name nodes --policy-arn arn:aws:iam::aws:policy/${policy}`,
      );
    for (const policy of OWN) expect(commands).not.toContain(policy);
    expect(documentNames(result).filter((name) => name.startsWith('serviceaccount'))).toEqual([]);
  });

  it('of applications become a role for the workload', () => {
    const result = plan({
      rule: 'node-role-app-permissions',
      resource: nodes([...OWN, 'AmazonS3FullAccess']),
    });
    expect(commandsOf(result)).toContain(
      'attach-role-policy --role-name ROLE_NAME --policy-arn arn:aws:iam::aws:policy/AmazonS3FullAccess',
    );
    expect(commandsOf(result)).toContain('--http-put-response-hop-limit 1');
    expect(blanksOf(result)).toEqual(expect.arrayContaining(['NAMESPACE', 'SERVICE_ACCOUNT', 'ROLE_NAME']));
  });
});

describe('what cannot be carried over', () => {
  const wild = (value: string) => trust(irsa({ StringLike: { [`${ISSUER}:sub`]: value } }));

  it.for([
    [
      'any namespace',
      'system:serviceaccount:*',
      ['NAMESPACE', 'SERVICE_ACCOUNT'],
      'service accounts of any namespace',
    ],
    [
      'a whole namespace',
      'system:serviceaccount:shop:*',
      ['SERVICE_ACCOUNT'],
      'more than named service accounts of shop',
    ],
    [
      'a prefix of names',
      'system:serviceaccount:shop:cart-*',
      ['SERVICE_ACCOUNT'],
      'more than named service accounts of shop',
    ],
  ] as const)('of %s is listed and left to fill in', ([, value, blanks, words]) => {
    const result = plan({ rule: 'irsa-subject-wildcard', resource: role(wild(value)), around: [cluster()] });
    expect(blanksOf(result)).toEqual(expect.arrayContaining([...blanks]));
    expect(blanksOf(result)).not.toContain('CLUSTER');
    expect(textsOf(result)).toContain(words);
    expect(commandsOf(result)).toContain('and endswith("/app"))');
    expect(result.notes.join()).toContain('as open as it is now');
  });

  it('takes those that were seen using a wildcard', () => {
    const text = wild('system:serviceaccount:*');
    const resource = named('iam-role', KEY, {
      state: { arn: KEY, trust: text },
      uses: { [`web-identity ${ISSUER} shop/cart`]: '2026-01-03T00:00:00Z' },
    });
    const result = plan({ rule: 'irsa-subject-unrestricted', resource, around: [cluster()] });
    expect(commandsOf(result)).toContain('--namespace shop --service-account cart');
    expect(textsOf(result)).toContain('a wildcard cannot be carried over');
  });

  it('leaves with IRSA what runs on Fargate, and its statement with it', () => {
    const text = trust(pinned([CART, 'system:serviceaccount:web:front']));
    const result = plan({
      rule: 'irsa-shared-role',
      resource: role(text),
      around: [cluster(), fargate('web')],
    });
    expect(commandsOf(result)).not.toContain('--service-account front');
    expect(result.notes.join()).toContain('web/front of cluster prod runs on Fargate and stays with IRSA');
    const after = result.steps
      .flatMap(({ documents }) => documents)
      .find(({ name }) => name === 'trust-after.json');
    expect(after?.text).toContain('system:serviceaccount:web:front');
    expect(after?.text).not.toContain(CART);
    expect(titlesOf(result).join()).not.toContain('Delete the OIDC provider');
  });

  it('warns of a profile that takes some pods of the namespace', () => {
    const around = [cluster(), fargate('shop', '{"on":"fargate"}')];
    const result = plan({ rule: 'irsa-shared-role', resource: role(trust(pinned([CART]))), around });
    expect(result.notes.join()).toContain('takes some pods of the namespace of shop/cart');
  });

  it('gives the statement to add where the trust policy is not known', () => {
    const resource = named('iam-role', KEY, { state: { arn: KEY } });
    const result = plan({ rule: 'irsa-subject-unrestricted', resource });
    expect(documentNames(result)).toContain('to add to Statement');
    expect(result.notes.join()).toContain('The trust policy of app is not at hand');
  });
});
