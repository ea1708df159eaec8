import type { MigrationTarget } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { trust } from '../../support/trusts.ts';
import { annotated, association, deployment } from './plan-resources.ts';
import {
  CART,
  CLOSE,
  cluster,
  commandsIn,
  commandsOf,
  documentOf,
  KEY,
  pinned,
  plan,
  role,
  stepOf,
} from './plans.ts';
import { named, type Scene } from './surroundings.ts';

describe('a service account that is there', () => {
  const scenes: readonly (readonly [string, Scene, MigrationTarget])[] = [
    [
      'IRSA',
      { rule: 'irsa-shared-role', resource: role(trust(pinned([CART]))), around: [cluster()] },
      'pod-identity',
    ],
    [
      'EKS Pod Identity',
      { rule: 'pod-identity-shared-role', resource: association('cart'), around: [cluster()] },
      'irsa',
    ],
    ['a key', { rule: 'k8s-static-key', resource: deployment({}, { keySecrets: { env: 'keys' } }) }, 'irsa'],
    ['the node', { rule: 'k8s-no-aws-identity', resource: deployment() }, 'pod-identity'],
    ['kube2iam', { rule: 'k8s-kube2iam-annotation', resource: annotated(KEY) }, 'irsa'],
  ];

  it.for(scenes)('is never written over by an apply: from %s', ([, scene, to]) => {
    const result = plan(scene, to);
    expect(commandsOf(result)).not.toMatch(/kubectl (apply|replace)/);
    expect(JSON.stringify(result.steps)).not.toContain('kind: ServiceAccount');
  });

  it('gets the annotation, and is made only where the pods may not have it yet', () => {
    const commands = commandsIn(plan(scenes[2]?.[1] as Scene, 'irsa'));
    const made = commands.indexOf('kubectl create serviceaccount cart --namespace shop');
    expect(made).toBeGreaterThan(-1);
    expect(commands[made + 1]).toMatch(
      /^kubectl annotate serviceaccount cart --namespace shop eks\.amazonaws\.com\/role-arn=arn:aws:iam::\w+:role\/ROLE_NAME$/,
    );
    expect(commandsOf(plan(scenes[1]?.[1] as Scene, 'irsa'))).not.toContain('create serviceaccount');
  });
});

describe('pods that run with the default service account', () => {
  it('of IRSA get one of their own, and `default` loses the role in the end', () => {
    const text = trust(pinned(['system:serviceaccount:shop:default']));
    const result = plan({
      rule: 'irsa-subject-default-service-account',
      resource: role(text),
      around: [cluster()],
    });
    const commands = commandsOf(result);
    expect(commands).toContain('--namespace shop --service-account SERVICE_ACCOUNT --role-arn');
    expect(commands).not.toContain('--service-account default');
    expect(commands).toContain('kubectl create serviceaccount SERVICE_ACCOUNT --namespace shop');
    expect(commands).toContain('--field-selector spec.serviceAccountName=default');
    expect(stepOf(result, 'Take the annotation out').commands.at(-1)).toBe(
      'kubectl annotate serviceaccount default --namespace shop eks.amazonaws.com/role-arn-',
    );
    expect(stepOf(result, 'The way back').text.join()).toContain('names default again');
  });

  it('of EKS Pod Identity get one of their own, and the association goes in the clean-up', () => {
    const result = plan(
      { rule: 'pod-identity-default-service-account', resource: association('default'), around: [cluster()] },
      'irsa',
    );
    const titles = result.steps.map(({ title }) => title);
    const deleted = result.steps.findIndex(({ commands }) =>
      commands.join().includes('delete-pod-identity-association'),
    );
    expect(titles[deleted]).toBe('Delete the association of the former service account');
    expect(deleted).toBeGreaterThan(titles.indexOf('The way back, until the clean-up'));
    expect(deleted).toBeLessThan(titles.findIndex((title) => title.startsWith(CLOSE)));
    expect(documentOf(result, 'to add to Statement')).toContain('system:serviceaccount:shop:SERVICE_ACCOUNT');
  });

  const account = named('k8s-service-account', 'app.yaml#ServiceAccount/shop/default', {
    state: { name: 'default', namespace: 'shop', roleArn: KEY },
  });

  it('of a manifest move with the role that they have, not with the node’s', () => {
    const result = plan({
      rule: 'k8s-default-service-account',
      resource: deployment({ serviceAccount: 'default' }),
      around: [account],
      evidence: [{ path: 'role annotation', value: KEY }],
    });
    expect(result.from).toBe('irsa');
    expect(result.title).toBe('Move app from IRSA to EKS Pod Identity');
    expect(commandsOf(result)).toContain('kubectl rollout restart deployment/cart --namespace shop');
    expect(commandsOf(result)).toContain('annotate serviceaccount default --namespace shop eks');
    expect(commandsOf(result)).not.toMatch(/modify-instance-metadata|detach-role-policy|create-role/);
    expect(stepOf(result, CLOSE).text.join()).toContain('system:serviceaccount:shop:default');
  });

  it('of a manifest that have an association move from that', () => {
    const scene: Scene = {
      rule: 'k8s-default-service-account',
      resource: deployment({ serviceAccount: 'default' }),
      evidence: [{ path: 'association', value: 'a-1' }],
    };
    const result = plan(scene, 'irsa');
    expect(result.from).toBe('pod-identity');
    expect(commandsOf(result)).toContain('--namespace shop --service-account default --query');
    expect(() => plan(scene, 'pod-identity')).toThrow('uses EKS Pod Identity already');
  });
});
