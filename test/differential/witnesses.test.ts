import { describe, expect, it } from 'vitest';
import type { Document as Labelled } from '../acceptance/documents.ts';
import { judgeChanges, roleState } from '../acceptance/judge-role.ts';
import { trustPolicies } from '../acceptance/trust-policies/index.ts';
import { requestOfWitness } from '../acceptance/witness-request.ts';
import type { Document, Statement } from '../support/trust-documents.ts';
import { namesAnyProvider, undisputed } from './disagreements.ts';
import { simulate, translated } from './simulate.ts';

type Json = Readonly<Record<string, unknown>>;

/** The same with a list of statements and lists of values. */
function spelledOut({ Version = '2008-10-17', Statement }: Labelled): Document {
  const statements = (Array.isArray(Statement) ? Statement : [Statement]) as readonly Json[];
  return { Version, Statement: statements.map(withLists) };
}

function withLists({ Condition = {}, ...statement }: Json): Statement {
  const blocks = Object.entries(Condition as Readonly<Record<string, Json>>).map(([operator, block]) => [
    operator,
    Object.fromEntries(Object.entries(block).map(([key, value]) => [key, [value].flat() as string[]])),
  ]);
  return { ...statement, Effect: String(statement.Effect), Condition: Object.fromEntries(blocks) };
}

describe('what the rules prove, another evaluator admits', () => {
  const policies = Object.values(trustPolicies)
    .flat()
    .filter(({ label }) => label === 'bad');
  let proved = 0;

  it.for(policies)('$name', async ({ policy, config, partition = 'aws' }) => {
    const role = roleState({ name: 'app', trust: policy, partition });
    const { findings } = await judgeChanges([role], { account: '111122223333', ...config });
    for (const { rule, witness } of findings) {
      if (witness === null) continue;
      const request = requestOfWitness(witness.request);
      const { document } = undisputed(spelledOut(policy), request);
      const admitted = await simulate(translated(document), request);
      proved += 1;
      expect(admitted, JSON.stringify({ rule, request })).toBe(!document.Statement.some(namesAnyProvider));
    }
  });

  it('has proofs', () => expect(proved).toBeGreaterThan(policies.length / 2));
});
