import type { Resource } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, REGION, resourceOf } from '../../support/states.ts';
import { ISSUER, irsa, trust } from '../../support/trusts.ts';
import { annotated, association, deployment } from './plan-resources.ts';
import { CART, cluster, commandsIn, commandsOf, KEY, pinned, plan, role } from './plans.ts';

describe('a command', () => {
  it('names its region', () => {
    const key = resourceOf('access-key', { state: { userName: 'ci' } }) as unknown as Resource;
    const instance = resourceOf('ec2-instance', { state: { hopLimit: 2 } }) as unknown as Resource;
    const all = [
      plan({ rule: 'static-key-created', resource: key, around: [cluster()] }),
      plan({ rule: 'imds-hop-limit', resource: instance }),
      plan({ rule: 'k8s-no-aws-identity', resource: deployment() }, 'irsa'),
      plan({ rule: 'k8s-kube2iam-annotation', resource: annotated(KEY) }, 'irsa'),
      plan({ rule: 'irsa-shared-role', resource: role(trust(pinned([CART]))), around: [cluster()] }),
    ].flatMap(commandsIn);
    const regional = all.flatMap((one) => one.match(/aws (eks|ec2|cloudtrail) [^;|]*/g) ?? []);
    expect(regional.length).toBeGreaterThan(10);
    expect(regional.filter((one) => !one.includes(' --region '))).toEqual([]);
    expect(commandsOf(plan({ rule: 'imds-hop-limit', resource: instance }))).toContain(
      `modify-instance-metadata-options --region ${REGION}`,
    );
  });

  it('that deletes an association comes after it was kept', () => {
    const commands = commandsIn(
      plan({ rule: 'pod-identity-shared-role', resource: association('cart'), around: [cluster()] }, 'irsa'),
    );
    const deleted = commands.findIndex((one) => one.includes('delete-pod-identity-association'));
    expect(commands[deleted - 1]).toMatch(/describe-pod-identity-association .* > association-a-1\.json$/);
  });
});

describe('a trust policy that somebody wrote for the reader', () => {
  const BAD = '$(touch x)`id`';

  it.for([
    ['the namespace', `system:serviceaccount:${BAD}:cart`],
    ['the service account', `system:serviceaccount:shop:${BAD}`],
  ] as const)('gives no command by the name of %s', ([, subject]) => {
    const text = trust(irsa({ StringEquals: { [`${ISSUER}:sub`]: subject } }));
    const result = plan({ rule: 'irsa-shared-role', resource: role(text), around: [cluster()] });
    expect(result.steps.length).toBeGreaterThan(8);
    expect(commandsOf(result)).not.toMatch(/touch|`id`/);
  });
});

describe('commands of kubectl for several clusters', () => {
  it('are said to be for one each', () => {
    const other = `oidc.eks.${REGION}.amazonaws.com/id/OTHER`;
    const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/${other}`;
    const two = trust(pinned([CART]), irsa({ StringEquals: { [`${other}:sub`]: CART } }, provider));
    const notes = (text: string) =>
      plan({ rule: 'irsa-multi-cluster-role', resource: role(text), around: [cluster()] }).notes.join();
    expect(notes(two)).toContain('each for its own cluster, which --context names');
    expect(notes(trust(pinned([CART])))).not.toContain('--context');
  });
});
