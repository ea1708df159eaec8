import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { changesOf, readSetups } from './documented-setup.ts';
import { judgeChanges } from './judge-role.ts';

const ACCOUNT = '111122223333';
/** What AWS's own policies allow is known of some only. */
const OF_AWS = /^policy arn:aws:iam::aws:policy\//;

const setups = await readSetups();

describe('set-ups that somebody documents', () => {
  it.for(setups)('$name is judged right', async (setup) => {
    const { findings, undecided } = await judgeChanges(changesOf(setup), { account: ACCOUNT });
    const told = findings.map(({ rule, severity, resource, summary }) => ({
      rule,
      severity,
      key: resource.key,
      summary,
    }));
    expect(told.filter(({ severity, rule }) => severity !== 'low' || !setup.mayFind.includes(rule))).toEqual(
      [],
    );
    const unknown = undecided.flatMap(({ resource, rule, missing }) =>
      missing.filter((name) => !OF_AWS.test(name)).map((name) => ({ resource, rule, name })),
    );
    expect(unknown).toEqual([]);
  });

  it.for(setups)('$name is judged right whatever is learnt first', async (setup) => {
    const changes = changesOf(setup);
    const forward = await judgeChanges(changes, { account: ACCOUNT });
    const backward = await judgeChanges(changes.toReversed(), { account: ACCOUNT });
    const ids = ({ findings }: typeof forward) =>
      findings.map(({ rule, resource }) => `${rule} ${resource.key}`).sort();
    expect(ids(backward)).toEqual(ids(forward));
  });

  it.for(setups)('$name names its sources', async ({ name }) => {
    const readme = new URL(`../fixtures/documented-setups/${name}/README.md`, import.meta.url);
    expect(await readFile(readme, 'utf8')).toMatch(/^- https:\/\//m);
  });

  it('has the set-ups that people follow', () => expect(setups.length).toBeGreaterThanOrEqual(12));
});
