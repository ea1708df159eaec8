import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  FUNCTION_NAMES,
  REMEDIATE_FUNCTION_NAMES,
  SLACK_FUNCTION_NAMES,
} from '../../infra/function-settings.ts';
import { WILDCARDS } from '../../infra/wildcards.ts';
import type { Synthesis } from '../../scripts/synth/resource.ts';
import {
  DEPLOYMENTS,
  listOf,
  named,
  ofType,
  type PolicyStatement,
  statementsOf,
  synthesize,
  textOf,
} from '../support/synthesize.ts';

const dev = DEPLOYMENTS['dev in eu-central-1']!;
/** What a role may do: each action with each resource. */
const granted = (statements: readonly PolicyStatement[]) =>
  statements.flatMap(({ Effect, Action, Resource }) =>
    (Effect === 'Allow' ? listOf(Action) : []).flatMap((action) =>
      listOf(Resource).map((resource) => ({ action, resource })),
    ),
  );
/** Where clusters are that nobody watches, is asked in every region. */
const ANYWHERE = new Set(WILDCARDS.filter(({ anywhere }) => anywhere).flatMap(({ actions }) => actions));
const policies = (synthesis: Synthesis) => ofType(synthesis, 'RolePolicy');

describe.each(Object.entries(DEPLOYMENTS))('roles of %s', (_, deployment) => {
  test('each function has one of its own', async () => {
    const synthesis = await synthesize(deployment);
    const used = ofType(synthesis, 'Function')
      .filter(({ custom }) => custom)
      .map(({ inputs }) => String(inputs.role));
    const inSlack = ofType(synthesis, 'FunctionUrl').length > 0 ? SLACK_FUNCTION_NAMES : [];
    const repairing = synthesis.resources.some(({ name }) => name === 'RemediateFunction')
      ? REMEDIATE_FUNCTION_NAMES
      : [];
    expect(used).toHaveLength(FUNCTION_NAMES.length + inSlack.length + repairing.length);
    expect(new Set(used).size).toBe(used.length);
  });

  test('are assumed by one service of AWS each, and by nobody of the account', async () => {
    const synthesis = await synthesize(deployment);
    for (const role of ofType(synthesis, 'Role')) {
      const trust = statementsOf(role, 'assumeRolePolicy');
      expect(trust, role.name).toHaveLength(1);
      expect(trust[0]!.Principal, role.name).toEqual({
        Service: expect.stringMatching(/^(lambda|events|scheduler|states)\.amazonaws\.com$/),
      });
      expect(trust[0]!.Action).toBe('sts:AssumeRole');
    }
  });

  test('have one policy each, of our own, and no managed one', async () => {
    const synthesis = await synthesize(deployment);
    const roles = ofType(synthesis, 'Role');
    expect(
      policies(synthesis)
        .map(({ inputs }) => inputs.role)
        .toSorted(),
    ).toEqual(roles.map(({ inputs }) => inputs.name).toSorted());
    for (const { inputs } of roles) {
      expect(inputs.managedPolicyArns).toBeUndefined();
      expect(inputs.inlinePolicies).toBeUndefined();
    }
    expect(ofType(synthesis, 'RolePolicyAttachment')).toEqual([]);
  });

  test('have policies within the 10,240 characters that IAM takes, and trusts within 2,048', async () => {
    const synthesis = await synthesize(deployment);
    for (const policy of policies(synthesis))
      expect(textOf(policy, 'policy').length, policy.name).toBeLessThanOrEqual(10_240);
    for (const role of ofType(synthesis, 'Role'))
      expect(textOf(role, 'assumeRolePolicy').length, role.name).toBeLessThanOrEqual(2_048);
  });

  test('name every action that they allow, and nothing but what repairs is denied anything', async () => {
    const synthesis = await synthesize(deployment);
    for (const policy of policies(synthesis)) {
      for (const { Effect, Action, NotAction } of statementsOf(policy)) {
        if (Effect === 'Deny' && policy.name === 'RemediatePolicy') continue;
        expect(Effect).toBe('Allow');
        expect(NotAction).toBeUndefined();
        expect(listOf(Action)).not.toEqual([]);
        for (const action of listOf(Action)) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
      }
    }
  });

  test('have a written reason for every resource with a wildcard', async () => {
    const synthesis = await synthesize(deployment);
    const regions = String(synthesis.outputs.regions).split(' ');
    for (const policy of policies(synthesis)) {
      for (const { action, resource } of granted(statementsOf(policy))) {
        if (!resource.includes('*')) continue;
        const [reason, ...more] = WILDCARDS.filter(({ actions }) => actions.includes(action));
        expect(more, action).toEqual([]);
        const covering = regions.map((region) => reason?.resource(synthesis.account, region) ?? '');
        expect(
          covering.some((pattern) => path.matchesGlob(asPath(resource), asPath(pattern))),
          `${policy.name}: ${action} on ${resource}, allowed on ${covering}`,
        ).toBe(true);
        expect(reason!.reason.length).toBeGreaterThan(10);
      }
    }
  });

  test('that read the account do so in watched regions only, where the call has a region', async () => {
    const synthesis = await synthesize(deployment);
    const regions = String(synthesis.outputs.regions).split(' ');
    for (const policy of policies(synthesis)) {
      const statements = statementsOf(policy);
      const deniesOthers = statements.some(
        ({ Effect, Resource, Condition }) =>
          Effect === 'Deny' &&
          listOf(Resource).includes('*') &&
          isDeepStrictEqual(listOf(Condition?.StringNotEquals?.['aws:RequestedRegion']), regions),
      );
      for (const { Effect, Action, Condition } of statements) {
        if (Effect === 'Deny' || (deniesOthers && Condition === undefined)) continue;
        const regional = listOf(Action).filter(
          (action) =>
            /^(autoscaling|cloudtrail|ec2|eks|secretsmanager):/.test(action) && !ANYWHERE.has(action),
        );
        if (regional.length === 0) continue;
        // Where nobody listens, too, clusters are counted.
        if (regional.join() === 'eks:ListClusters') {
          expect(Condition).toBeUndefined();
          continue;
        }
        expect(Condition, regional.join()).toEqual({ StringEquals: { 'aws:RequestedRegion': regions } });
      }
    }
  });
});

/** `*` of an ARN stands for slashes and colons, too. */
function asPath(arn: string): string {
  return arn.replaceAll('/', '|');
}

test('every wildcard that has a reason is used', async () => {
  const all = await Promise.all(Object.values(DEPLOYMENTS).map(synthesize));
  const used = new Set(
    all.flatMap((synthesis) =>
      policies(synthesis).flatMap((policy) => granted(statementsOf(policy)).map(({ action }) => action)),
    ),
  );
  for (const { actions } of WILDCARDS) for (const action of actions) expect(used, action).toContain(action);
});

test('no function can change anything of the account but what is its own', async () => {
  const synthesis = await synthesize(dev);
  const changing = policies(synthesis).flatMap((policy) =>
    granted(statementsOf(policy)).filter(
      ({ action }) =>
        !/:(Get|List|Describe|BatchGet|Lookup|Query|Scan|Receive|GenerateCredentialReport$)/.test(action),
    ),
  );
  expect(changing.length).toBeGreaterThan(10);
  for (const { action, resource } of changing) {
    expect(
      /podguard-dev|^\*$|key\/TopicKey/.test(resource) && (resource !== '*' || action.startsWith('xray:')),
      `${action} on ${resource}`,
    ).toBe(true);
  }
});

test('the canary may tag its own role and its own rules', async () => {
  const synthesis = await synthesize(dev);
  const tagging = granted(statementsOf(named(synthesis, 'CanaryPolicy'))).filter(({ action }) =>
    action.includes(':Tag'),
  );
  const rules = JSON.parse(
    (named(synthesis, 'CanaryFunction').inputs.environment as { readonly variables: Record<string, string> })
      .variables.CANARY_RULES!,
  ) as Record<string, string>;
  expect(Object.keys(rules)).toEqual(['eu-central-1', 'us-east-1']);
  expect(tagging).toEqual([
    { action: 'iam:TagRole', resource: `arn:aws:iam::${synthesis.account}:role/podguard-dev-canary` },
    ...Object.values(rules).map((resource) => ({ action: 'events:TagResource', resource })),
  ]);
  for (const [region, arn] of Object.entries(rules)) {
    const rule = ofType(synthesis, 'EventRule').find(
      (made) =>
        made.region === region &&
        made.inputs.eventBusName === undefined &&
        textOf(made, 'name') === 'podguard-dev-canary',
    );
    expect(arn).toBe(`arn:aws:events:${region}:${synthesis.account}:rule/${textOf(rule!, 'name')}`);
  }
});

test('only sweep may list the accounts of the organization, and only where the configuration asks for them', async () => {
  const listing = async (deployment: string) =>
    policies(await synthesize(DEPLOYMENTS[deployment]!)).flatMap((policy) =>
      granted(statementsOf(policy))
        .filter(({ action }) => action.startsWith('organizations:'))
        .map((grant) => ({ policy: policy.name, ...grant })),
    );
  expect(await listing('dev in eu-central-1')).toEqual([]);
  expect(await listing('a long stage with every region and every option')).toEqual([
    { policy: 'SweepPolicy', action: 'organizations:ListAccounts', resource: '*' },
  ]);
});

test('a permissions boundary bounds every role', async () => {
  const boundary = 'arn:aws:iam::111122223333:policy/boundary';
  const bounded = await synthesize({ ...dev, environment: { PODGUARD_PERMISSIONS_BOUNDARY: boundary } });
  for (const { name, inputs } of ofType(bounded, 'Role'))
    expect(inputs.permissionsBoundary, name).toBe(boundary);
  for (const { inputs } of ofType(await synthesize(dev), 'Role'))
    expect(inputs.permissionsBoundary).toBeUndefined();
});
