import { describe, expect, it } from 'vitest';
import { ACCOUNT } from '../../support/states.ts';
import { aws, trust } from '../../support/trusts.ts';
import { annotated, NODE } from './plan-resources.ts';
import { blanksOf, CLOSE, commandsIn, commandsOf, documentOf, KEY, plan, role, stepOf } from './plans.ts';
import { named, type Scene } from './surroundings.ts';

const OTHER_ACCOUNT = '444455556666';

describe('an annotation of kube2iam', () => {
  const scene = (arn: string, more: Partial<Scene> = {}): Scene => ({
    rule: 'k8s-kube2iam-annotation',
    resource: annotated(arn),
    evidence: [{ path: 'spec.template.metadata.annotations["iam.amazonaws.com/role"]', value: arn }],
    config: { account: ACCOUNT },
    ...more,
  });

  it.for(['irsa', 'pod-identity'] as const)('never takes the pods’ role for the nodes’, to %s', (to) => {
    const result = plan(scene(KEY), to);
    expect(commandsOf(result)).toContain('delete-role-policy --role-name NODE_ROLE_NAME');
    expect(commandsOf(result)).not.toContain('delete-role-policy --role-name app');
    expect(result.notes.join()).toContain('is the nodes’ role is not known here');
    expect(blanksOf(result)).toContain('NODE_ROLE_NAME');
  });

  it('has the nodes taken out by hand where the trust policy is known and they are not', () => {
    const result = plan(scene(KEY, { around: [role(trust(aws({ AWS: NODE })))] }));
    const close = stepOf(result, CLOSE);
    expect(close.text.join()).toContain('remove the role of the nodes there');
    expect(close.commands.at(-1)).toContain('file://trust-after.json');
  });

  it('asks for the nodes’ role where several are recorded', () => {
    const nodes = ['one', 'two'].map((name) =>
      named('iam-role', `arn:aws:iam::${ACCOUNT}:role/${name}`, {
        state: { arn: `arn:aws:iam::${ACCOUNT}:role/${name}` },
        sets: { policies: { 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy': true } },
      }),
    );
    const result = plan(scene(KEY, { around: nodes }));
    expect(result.fillIn.find(({ name }) => name === 'NODE_ROLE_NAME')?.what).toContain(
      'known here: one, two',
    );
  });

  it('keeps the right of the nodes before it takes it, and looks for other pods with the role first', () => {
    const result = plan(scene(KEY));
    const commands = commandsIn(result);
    const at = (text: string) => commands.findIndex((one) => one.includes(text));
    expect(at('> assume-before.json')).toBeGreaterThan(-1);
    expect(at('> assume-before.json')).toBeLessThan(at('aws iam delete-role-policy'));
    expect(stepOf(result, CLOSE).commands[0]).toContain('. == "app" or endswith("/app")');
  });

  const ABROAD = `arn:aws:iam::${OTHER_ACCOUNT}:role/path/app`;

  it('of another account’s role has its provider in that account by IRSA, and says so', () => {
    const result = plan(scene(ABROAD), 'irsa');
    expect(documentOf(result, 'to add to Statement')).toContain(
      `arn:aws:iam::${OTHER_ACCOUNT}:oidc-provider/ISSUER`,
    );
    expect(commandsOf(result)).not.toContain(`arn:aws:iam::${ACCOUNT}:oidc-provider`);
    expect(result.notes.join()).toContain(
      `app is a role of account ${OTHER_ACCOUNT}, and cluster CLUSTER of`,
    );
  });

  it('of another account’s role is refused by EKS Pod Identity', () => {
    expect(() => plan(scene(ABROAD))).toThrow(/own account, and that is \d+; use --migrate-to irsa, or/);
  });

  it('takes the cluster to be in the account of the nodes that a role trusts', () => {
    const nodes = `arn:aws:iam::${OTHER_ACCOUNT}:role/nodes`;
    expect(() =>
      plan({
        rule: 'legacy-pod-role-trusts-node',
        resource: role(trust(aws({ AWS: nodes }))),
        evidence: [{ path: 'Statement[0].Principal.AWS', value: nodes }],
      }),
    ).toThrow(`that is ${OTHER_ACCOUNT}`);
  });

  it('takes the cluster to be in the role’s account where no account is told, and says so', () => {
    const result = plan(scene(KEY, { resource: { ...annotated(KEY), account: '' }, config: {} }));
    expect(result.notes.join()).toContain('taken to be in the role’s own account');
    expect(blanksOf(result)).not.toContain('ACCOUNT');
  });
});
