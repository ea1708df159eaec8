import type { MigrationPlan } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, REGION } from '../../support/states.ts';
import { ISSUER, irsa, trust } from '../../support/trusts.ts';
import { blanksOf, CART, cluster, commandsOf, KEY, pinned, plan } from './plans.ts';
import { named } from './surroundings.ts';

const WHOLE = `arn:aws:iam::${ACCOUNT}:role/apps/app`;
const roleWith = (state: object) => named('iam-role', KEY, { state });
const everything = ({ steps }: MigrationPlan) => JSON.stringify(steps);
const irsaPlan = (state: object) =>
  plan({ rule: 'irsa-subject-wildcard', resource: roleWith(state), around: [cluster()] });

describe('a role whose path is not known', () => {
  const unknown = irsaPlan({ trust: trust(pinned([CART])) });

  it('is left to fill in wherever an ARN is asked for', () => {
    expect(commandsOf(unknown)).toContain('--role-arn ROLE_ARN');
    expect(everything(unknown)).toContain('role_arn        = \\"ROLE_ARN\\"');
    expect(everything(unknown)).toContain('RoleArn: \\"ROLE_ARN\\"');
    expect(everything(unknown)).not.toContain(KEY);
    expect(unknown.fillIn).toContainEqual({
      name: 'ROLE_ARN',
      what: 'ARN of the role; its path is not known here: aws iam get-role --role-name app --query Role.Arn --output text',
    });
  });

  it('is told from others by its account and name before the old way is shut', () => {
    const list = `select(.metadata.annotations["eks.amazonaws.com/role-arn"] // "" | startswith("arn:aws:iam::${ACCOUNT}:role/") and endswith("/app"))`;
    for (const one of [unknown, irsaPlan({ arn: WHOLE, trust: trust(pinned([CART])) })])
      expect(commandsOf(one)).toContain(list);
  });

  it('keeps the account, by which clusters and the answer of a pod are known', () => {
    expect(everything(unknown)).toContain(`arn:aws:sts::${ACCOUNT}:assumed-role/app `);
    expect(blanksOf(unknown)).not.toContain('ACCOUNT');
  });

  it('is a placeholder in its annotation, too', () => {
    const mixed = { Principal: { Service: 'pods.eks.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const result = plan(
      {
        rule: 'pod-identity-trust-unscoped',
        resource: roleWith({ trust: trust({ Effect: 'Allow', ...mixed }) }),
      },
      'irsa',
    );
    expect(commandsOf(result)).toContain('eks.amazonaws.com/role-arn=ROLE_ARN');
    expect(commandsOf(result)).toContain(`awk '{ n = split($1, part, "/") } part[n] == "app"'`);
  });

  it('is a node’s: its use is asked for by the whole ARN', () => {
    const nodes = named('iam-role', KEY, {
      sets: { policies: { 'arn:aws:iam::aws:policy/AmazonS3FullAccess': true } },
    });
    const result = plan({ rule: 'node-role-app-permissions', resource: nodes });
    expect(commandsOf(result)).toContain('generate-service-last-accessed-details --arn NODE_ROLE_ARN');
  });
});

describe('a role whose path is known', () => {
  it('by its record is written with it', () => {
    const open = trust(irsa({ StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:*:*' } }));
    const result = irsaPlan({ arn: WHOLE, trust: open });
    expect(commandsOf(result)).toContain(`--role-arn ${WHOLE}`);
    expect(blanksOf(result)).not.toContain('ROLE_ARN');
  });

  it('by its association is written with it', () => {
    const association = named(
      'pod-identity-association',
      `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/prod/a-1`,
      {
        state: { namespace: 'shop', serviceAccount: 'cart', roleArn: WHOLE, targetRoleArn: null },
      },
    );
    const result = plan(
      { rule: 'pod-identity-system-namespace', resource: association, around: [roleWith({}), cluster()] },
      'irsa',
    );
    expect(commandsOf(result)).toContain(`eks.amazonaws.com/role-arn=${WHOLE}`);
    expect(blanksOf(result)).not.toContain('ROLE_ARN');
  });
});

describe('an annotation of kube2iam that names a role', () => {
  const workload = (value: string) =>
    named('k8s-workload', 'app.yaml#Deployment/shop/cart', {
      state: { type: 'Deployment', name: 'cart', namespace: 'shop', serviceAccount: 'cart' },
      sets: { iamAnnotations: { 'spec.template.metadata.annotations["iam.amazonaws.com/role"]': value } },
    });
  const kube2iam = (value: string) =>
    plan({ rule: 'k8s-kube2iam-annotation', resource: workload(value), config: { account: ACCOUNT } });

  it.for(['app', '/app', 'apps/app'])('by its name (%s) tells no path for sure', (value) => {
    const commands = commandsOf(kube2iam(value));
    expect(commands).toContain('--role-arn ROLE_ARN');
    expect(commands).toContain('// "" | . == "app" or endswith("/app"))');
  });

  it('by its ARN tells it whole', () => {
    expect(commandsOf(kube2iam(WHOLE))).toContain(`--role-arn ${WHOLE}`);
  });
});
