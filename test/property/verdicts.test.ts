import { type Finding, type Severity, severityRank } from '@podguard/core';
import { evaluate } from '@podguard/policy';
import { catalogue } from '@podguard/rules';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeChanges, roleState } from '../acceptance/judge-role.ts';
import { requestOfWitness } from '../acceptance/witness-request.ts';
import { mustParse } from '../policy/support.ts';

const OWN = '111122223333';
const OTHER = '444455556666';
const ISSUER = 'oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF';
const FOREIGN_ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/FEDCBA9876543210';
const provider = (issuer: string, account = OWN) => `arn:aws:iam::${account}:oidc-provider/${issuer}`;
const subject = (name: string) => `system:serviceaccount:${name}`;
const config = { account: OWN, issuers: [ISSUER, FOREIGN_ISSUER], thirdPartyAccounts: ['777788889999'] };

type Block = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
interface Statement {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: unknown;
  readonly Condition: Block;
}

const SUBJECTS = [
  'prod:app',
  'prod:default',
  'prod:app-*',
  'prod:*',
  '*:app',
  '*',
  '*:*',
  'kube-system:aws-node',
].map(subject);
const ROLES = [OWN, OTHER].map((account) => `arn:aws:iam::${account}:role/deploy`);

const texts = fc.constantFrom<[string, readonly string[]]>(
  [`${ISSUER}:sub`, SUBJECTS],
  [`${ISSUER}:sub`, SUBJECTS],
  [`${ISSUER}:aud`, ['sts.amazonaws.com', 'sts.*', 'other']],
  [`${FOREIGN_ISSUER}:sub`, SUBJECTS],
  ['aws:PrincipalArn', [...ROLES, 'arn:aws:iam::*:role/deploy', `arn:aws:iam::${OWN}:role/*`]],
  ['aws:PrincipalAccount', [OWN, OTHER]],
  ['aws:PrincipalOrgID', ['o-abcdefghij']],
  ['sts:ExternalId', ['abc']],
  ['aws:SourceAccount', [OWN]],
  ['aws:SourceArn', [`arn:aws:eks:eu-central-1:${OWN}:cluster/prod`]],
  ['aws:RequestTag/kubernetes-namespace', ['prod', 'a*']],
);
const operators = fc.constantFrom(
  'StringEquals',
  'StringLike',
  'StringLike',
  'StringNotEquals',
  'StringNotLike',
  'StringEqualsIfExists',
  'ForAllValues:StringLike',
  'ForAnyValue:StringLike',
);
const conditions: fc.Arbitrary<Block> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.tuple(operators, texts, fc.nat(), fc.nat(), fc.boolean()) },
      fc.tuple(fc.constant('Null'), texts, fc.nat(1), fc.nat(1), fc.constant(false)),
    ),
    { maxLength: 2 },
  )
  .map((list) => {
    const block: Record<string, Record<string, unknown>> = {};
    for (const [operator, [key, values], one, other, both] of list) {
      const known = operator === 'Null' ? ['true', 'false'] : values;
      const picked = [known[one % known.length], known[other % known.length]];
      block[operator] = { ...block[operator], [key]: both ? picked : picked[0] };
    }
    return block;
  });

const tokens = 'sts:AssumeRoleWithWebIdentity';
const BOTH = ['sts:AssumeRole', 'sts:TagSession'];
const whos = fc.constantFrom<[unknown, unknown]>(
  [{ Federated: provider(ISSUER) }, tokens],
  [{ Federated: provider(ISSUER) }, tokens],
  [{ Federated: [provider(ISSUER), provider(FOREIGN_ISSUER)] }, tokens],
  [{ Federated: provider(ISSUER, OTHER) }, tokens],
  [{ Service: 'pods.eks.amazonaws.com' }, BOTH],
  [{ Service: 'pods.eks.amazonaws.com' }, 'sts:AssumeRole'],
  [{ AWS: `arn:aws:iam::${OWN}:root` }, 'sts:AssumeRole'],
  [{ AWS: [OWN, OTHER] }, 'sts:AssumeRole'],
  [{ AWS: '777788889999' }, 'sts:AssumeRole'],
  [{ AWS: ROLES }, BOTH],
  ['*', 'sts:AssumeRole'],
  ['*', 'sts:*'],
);

const statement = (effects: readonly string[]): fc.Arbitrary<Statement> =>
  fc
    .record({ Effect: fc.constantFrom(...effects), who: whos, Condition: conditions })
    .map(({ Effect, who: [Principal, Action], Condition }) => ({ Effect, Principal, Action, Condition }));

const policies = fc
  .tuple(statement(['Allow']), fc.array(statement(['Allow', 'Allow', 'Deny']), { maxLength: 2 }))
  .map(([first, others]) => [first, ...others] as readonly Statement[]);

const document = (Statement: readonly Statement[]) => ({ Version: '2012-10-17', Statement });
const judge = (statements: readonly Statement[]) =>
  judgeChanges([roleState({ name: 'app', trust: document(statements) })], config);
type Judged = Awaited<ReturnType<typeof judge>>;

const isBroken = (rule: string) => catalogue.rules.find(({ id }) => id === rule)?.broken === true;

/** Findings of medium or worse that say that somebody gets in who should not. */
function serious({ findings }: Judged): readonly Finding[] {
  return findings.filter(({ rule, severity }) => !isBroken(rule) && severityRank(severity) > 0);
}

function worst(findings: readonly { readonly severity: Severity }[]): number {
  return Math.max(0, ...findings.map(({ severity }) => severityRank(severity)));
}

/** A narrower policy may say plainly what could not be decided of the wider one. */
function expectNoWorse(before: Judged, after: Judged, told: string): void {
  const open = new Set(before.undecided.map(({ rule }) => rule));
  const known = serious(after).filter(({ rule, reasons }) => ![rule, ...reasons].some((id) => open.has(id)));
  expect(worst(known), told).toBeLessThanOrEqual(worst(serious(before)));
}

const told = (...all: readonly (Judged | readonly Statement[])[]) =>
  JSON.stringify(
    all.map((one) =>
      'findings' in one
        ? {
            findings: one.findings.map(({ rule, severity, reasons }) => ({ rule, severity, reasons })),
            undecided: one.undecided.map(({ rule }) => rule),
          }
        : one,
    ),
  );

const RUNS = Number(process.env.RUNS ?? 120);

test('a further Deny never worsens a verdict', async () => {
  let seriousBefore = 0;
  const narrowed = fc.asyncProperty(policies, statement(['Deny']), async (statements, deny) => {
    const before = await judge(statements);
    if (serious(before).length > 0) seriousBefore += 1;
    const after = await judge([...statements, deny]);
    expectNoWorse(before, after, told([...statements, deny], before, after));
  });
  await fc.assert(narrowed, { numRuns: RUNS });
  expect(seriousBefore).toBeGreaterThan(RUNS / 5);
});

test('a further condition never worsens a verdict', async () => {
  const narrowed = fc.asyncProperty(policies, conditions, async (statements, further) => {
    const [first, ...others] = statements as readonly [Statement, ...Statement[]];
    const narrower = { ...first, Condition: { ...further, ...first.Condition } };
    const before = await judge(statements);
    const after = await judge([narrower, ...others]);
    expectNoWorse(before, after, told(statements, [narrower, ...others], before, after));
  });
  await fc.assert(narrowed, { numRuns: RUNS });
});

test('the order of statements does not matter', async () => {
  const verdicts = ({ findings, undecided }: Judged) => [
    findings.map(({ rule, severity }) => `${rule} ${severity}`).sort(),
    undecided.map(({ rule }) => rule).sort(),
  ];
  const turned = fc.asyncProperty(policies, async (statements) => {
    const one = await judge(statements);
    const other = await judge(statements.toReversed());
    expect(verdicts(other), told(statements)).toEqual(verdicts(one));
  });
  await fc.assert(turned, { numRuns: RUNS });
});

test('whoever a witness names gets the role', async () => {
  const seen = new Set<string>();
  const proved = fc.asyncProperty(policies, async (statements) => {
    const policy = mustParse(document(statements));
    for (const { rule, witness } of (await judge(statements)).findings) {
      if (witness === null) continue;
      seen.add(rule);
      const request = requestOfWitness(witness.request);
      expect(evaluate(policy, request).decision, JSON.stringify({ rule, witness, statements })).toBe('allow');
    }
  });
  await fc.assert(proved, { numRuns: RUNS * 2 });
  expect(seen.size).toBeGreaterThan(5);
});
