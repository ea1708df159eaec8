import { configSchema, REMEDIATORS, type RemediationMode } from '@podguard/core';
import { ALL_REMEDIATORS } from '@podguard/remediate';
import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { remediateBoundary } from '../../infra/remediation-boundary.ts';
import { actingRemediators, changeGrants, remediateRoleArn } from '../../infra/remediation-grants.ts';
import {
  listOf,
  ofType,
  type PolicyStatement,
  statementsOf,
  synthesize,
  textOf,
} from '../support/synthesize.ts';
import {
  ACCOUNT,
  auto,
  changesOf,
  denialsOf,
  everywhere,
  OWN,
  policyOf,
  propose,
  READING,
} from './remediation-deployments.ts';

const place = { account: ACCOUNT, home: 'eu-central-1', remote: ['us-east-1'] };

const grantsIn = (rules: Readonly<Record<string, RemediationMode>>) =>
  changeGrants({
    config: configSchema.parse({
      ownParts: ['podguard-'],
      deployers: [remediateRoleArn({ prefix: 'podguard-dev', place })],
      remediation: { rules },
    }),
    place,
    prefix: 'podguard-dev',
  });
const flat = (grants: ReturnType<typeof grantsIn>) =>
  grants.flatMap(({ actions, resources, condition }) =>
    actions.flatMap((action) => resources.map((on) => JSON.stringify([action, on, condition ?? null]))),
  );

describe('the grants of rules', () => {
  const repaired = catalogue.rules.filter(({ remediation }) => remediation !== undefined);
  const remediatorOf = (rule: string) => ALL_REMEDIATORS.find(({ rules }) => rules.includes(rule))!;

  it.each(repaired.map(({ id }) => id))('%s: exactly its remediator’s, in each mode', (rule) => {
    const remediator = remediatorOf(rule);
    const forSteps = remediator.grants.filter(({ undoOnly }) => undoOnly !== true);
    const declared = forSteps.flatMap(({ actions, resources }) =>
      actions.flatMap((action) =>
        resources({
          partition: 'aws',
          account: ACCOUNT,
          ownParts: ['podguard-dev-', 'podguard-dev/podguard-dev-'],
        }).map((on) => `${action} on ${on}`),
      ),
    );
    for (const acting of ['propose', 'auto'] as const) {
      const granted = grantsIn({ [rule]: acting }).flatMap(({ actions, resources }) =>
        actions.flatMap((action) => resources.map((on) => `${action} on ${on}`)),
      );
      expect(granted.toSorted()).toEqual([...new Set(declared)].toSorted());
      expect(declared.length).toBeGreaterThan(0);
    }
    for (const passive of ['off', 'shadow'] as const) expect(grantsIn({ [rule]: passive })).toEqual([]);
  });

  it('one rule more adds what its remediator declares, and nothing else', () => {
    for (const { id } of repaired) {
      const before = new Set(flat(grantsIn({ 'imds-v1-allowed': 'auto' })));
      const alone = flat(grantsIn({ [id]: 'propose' }));
      const both = flat(grantsIn({ 'imds-v1-allowed': 'auto', [id]: 'propose' }));
      expect(new Set(both)).toEqual(new Set([...before, ...alone]));
    }
  });

  it('a rule of one’s own gives those of the remediator that it names', () => {
    const config = configSchema.parse({ remediation: { rules: { 'imds-v1-allowed': 'auto' } } });
    const own = { id: 'own-tokens', remediation: 'require-imdsv2' } as never;
    const its = configSchema.parse({ remediation: { rules: { 'own-tokens': 'auto' } } });
    expect(actingRemediators({ ...its, customRules: [own] }).map(({ id }) => id)).toEqual(
      actingRemediators(config).map(({ id }) => id),
    );
  });

  it('leave out what only takes a repair back, as people do that by their own credentials', () => {
    expect(flat(grantsIn({ 'pod-role-privileged': 'auto' }))).toEqual([
      JSON.stringify(['iam:DetachRolePolicy', `arn:aws:iam::${ACCOUNT}:role/*`, null]),
    ]);
    const undoOnly = ALL_REMEDIATORS.flatMap(({ grants }) =>
      grants.flatMap((grant) => (grant.undoOnly === true ? grant.actions : [])),
    );
    expect(undoOnly).toEqual(expect.arrayContaining(['eks:AssociateAccessPolicy', 'iam:AttachRolePolicy']));
  });
});

describe('where everything is repaired', () => {
  it('the role has the actions of every remediator, and its policy fits, in every region, too', {
    timeout: 120_000,
  }, async () => {
    const synthesis = await synthesize(auto);
    const granted = new Set(changesOf(synthesis).flatMap(({ Action }) => listOf(Action)));
    const declared = ALL_REMEDIATORS.flatMap(({ grants }) =>
      grants.flatMap(({ actions, undoOnly }) => (undoOnly === true ? [] : actions)),
    );
    for (const action of declared) if (!READING.test(action)) expect(granted, action).toContain(action);
    expect(ALL_REMEDIATORS.map(({ id }) => id)).toEqual(REMEDIATORS);
    for (const deployment of [auto, everywhere])
      expect(textOf(policyOf(await synthesize(deployment)), 'policy').length).toBeLessThanOrEqual(10_240);
  });

  it('no wildcard stands for an account or a service', async () => {
    for (const { Action, Resource } of changesOf(await synthesize(auto)))
      for (const resource of listOf(Resource)) {
        if (resource === '*') expect(Action).toEqual(['ec2:ModifyInstanceMetadataDefaults']);
        else expect(resource).toMatch(/^arn:aws:[a-z0-9]+:\*?:111122223333:[a-z-]+\/\S*\*$/);
      }
  });

  it('Podguard’s own rules are repaired only by a role that the configuration knows for its own', () => {
    const rules = { 'platform-rule-off': 'auto' } as const;
    const refused = (more: object) => () =>
      changeGrants({
        config: configSchema.parse({ remediation: { rules }, ...more }),
        place,
        prefix: 'podguard-dev',
      });
    const role = 'arn:aws:iam::111122223333:role/podguard-dev-remediate';
    expect(refused({})).toThrow(`add ${role} to deployers`);
    expect(refused({ deployers: [role] })).toThrow('podguard-dev- to ownParts');
    expect(refused({ ownParts: ['podguard-'], deployers: ['arn:aws:iam::*:role/other'] })).toThrow(role);
    expect(refused({ ownParts: ['podguard-dev'], deployers: [role] })).not.toThrow();
  });
});

describe('a permissions boundary', () => {
  const general = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
  const its = `arn:aws:iam::${ACCOUNT}:policy/remediate`;
  const boundaries = async (environment: Readonly<Record<string, string>>) => {
    const roles = ofType(await synthesize({ ...propose, environment }), 'Role');
    return new Map(roles.map(({ inputs }) => [String(inputs.name), inputs.permissionsBoundary]));
  };

  it('of its own bounds the role that repairs, and no other', async () => {
    const alone = await boundaries({ PODGUARD_REMEDIATE_BOUNDARY: its });
    expect(alone.get('podguard-dev-remediate')).toBe(its);
    expect(
      new Set([...alone].filter(([name]) => name !== 'podguard-dev-remediate').map(([, one]) => one)),
    ).toEqual(new Set([undefined]));
    const both = await boundaries({
      PODGUARD_REMEDIATE_BOUNDARY: its,
      PODGUARD_PERMISSIONS_BOUNDARY: general,
    });
    expect(both.get('podguard-dev-remediate')).toBe(its);
    expect(both.get('podguard-dev-evaluate')).toBe(general);
  });

  it.each([
    ['propose', propose, 'podguard-dev'],
    ['auto', auto, 'podguard-dev'],
    ['auto in every region', everywhere, 'podguard-production-payments1'],
  ] as const)(
    'made for %s allows what the role is given, and no other change',
    async (_, deployment, prefix) => {
      const synthesis = await synthesize(deployment);
      const { default: given } = (await import(
        `../fixtures/synth/${deployment.config!.replace('.config.ts', '')}.config.ts`
      )) as { readonly default: unknown };
      const [home = '', ...remote] = String(synthesis.outputs.regions).split(' ');
      const config = configSchema.parse(given);
      const document = remediateBoundary({ config, place: { account: ACCOUNT, home, remote }, prefix });
      const [rest, ...others] = JSON.parse(JSON.stringify(document.Statement)) as PolicyStatement[];
      const ofRole = [...changesOf(synthesis), ...denialsOf(synthesis)];
      expect(others).toEqual(expect.arrayContaining(ofRole));
      expect(others.filter(({ Effect }) => Effect === 'Deny')).toEqual(denialsOf(synthesis));
      expect(listOf(rest!.Action).filter((action) => !OWN.test(action) && !READING.test(action))).toEqual([
        'kms:Decrypt',
        'kms:Encrypt',
        'kms:GenerateDataKey',
      ]);
      const bounded = new Set([rest!, ...others].flatMap(({ Action }) => listOf(Action)));
      for (const { Action } of statementsOf(policyOf(synthesis)))
        for (const action of listOf(Action)) expect(bounded, action).toContain(action);
      // White space is not counted: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
      expect(JSON.stringify(document).length).toBeLessThanOrEqual(6144);
    },
  );
});
