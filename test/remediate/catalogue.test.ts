import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { REMEDIATORS } from '@podguard/core';
import { READERS } from '@podguard/inventory';
import { ALL_REMEDIATORS } from '@podguard/remediate';
import { catalogue } from '@podguard/rules';
import { describe, expect, test } from 'vitest';
import { unknownNeeds } from '../support/unknown-needs.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const ids = ALL_REMEDIATORS.map(({ id }) => id);
const namesOf = (pattern: string) =>
  globSync(pattern, { cwd: ROOT }).map((file) => path.basename(file).split('.')[0] as string);
const page = readFileSync(path.join(ROOT, 'docs/remediation.md'), 'utf8');

/** IAM lets none of these be scoped by a resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html */
const WITHOUT_RESOURCES = ['ec2:ModifyInstanceMetadataDefaults'];

describe('the remediators', () => {
  test('are those that configurations may name, in order', () => {
    expect(ids).toEqual(REMEDIATORS);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test('are the files on disk, and each has its test', () => {
    const source = globSync('packages/remediate/src/remediators/*.ts', { cwd: ROOT }).filter((file) =>
      readFileSync(path.join(ROOT, file), 'utf8').includes('= defineRemediator({'),
    );
    expect(source.map((file) => path.basename(file, '.ts')).sort()).toEqual(ids);
    const tests = namesOf('test/remediate/**/*.test.ts');
    expect(ids.filter((id) => !tests.includes(id))).toEqual([]);
  });

  test('have a row and a part of the page each, and nothing else has', () => {
    const rows = [...page.matchAll(/^\| \[([a-z0-9-]+)\]\(#\1\) \|/gm)].map(([, id]) => id);
    expect(rows).toEqual(ids);
    const made = page
      .split('<!-- remediators: made by npm run docs -->')[1]
      ?.split('<!-- remediators: end -->')[0];
    expect([...(made ?? '').matchAll(/^### ([a-z0-9-]+)$/gm)].map(([, id]) => id)).toEqual(ids);
  });

  test('have guards of their own that no other has the name of', () => {
    const own = new Map(
      ALL_REMEDIATORS.flatMap(({ guards }) => guards.map((guard) => [guard.id, guard] as const)),
    );
    for (const guard of ALL_REMEDIATORS.flatMap(({ guards }) => guards))
      expect(own.get(guard.id)).toBe(guard);
  });

  test('exist where a rule names one', () => {
    const named = catalogue.rules.filter(({ remediation }) => remediation !== undefined);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ remediation }) => !ids.includes(remediation!))).toEqual([]);
  });
});

describe.for(ALL_REMEDIATORS.map((remediator) => [remediator.id, remediator] as const))(
  '%s',
  ([id, remediator]) => {
    test('repairs exactly the rules that name it', () => {
      const naming = catalogue.rules.filter((rule) => rule.remediation === id).map((rule) => rule.id);
      expect(remediator.rules.length).toBeGreaterThan(0);
      expect(remediator.rules).toEqual(naming);
    });

    test('says in a line what it does, and in sentences what it may break', () => {
      expect(remediator.title).toMatch(/^[A-Z][a-z]+s [^\n]{9,110}[^.\s]$/);
      expect(remediator.mayBreak.length).toBeGreaterThan(0);
      expect(remediator.mayBreak.filter((text) => !/^[A-Z`][^\n|]+\.$/.test(text))).toEqual([]);
    });

    test('changes a kind that can be read back', () => {
      expect(READERS.map(({ kind }) => kind)).toContain(remediator.kind);
      expect(remediator.settlesMs).toBeGreaterThan(0);
      expect(unknownNeeds(remediator.needs, remediator.kind)).toEqual([]);
    });

    test.for(['aws', 'aws-cn'])('asks for single actions on what is in the account, in %s', (partition) => {
      const place = { partition, account: '111122223333', ownParts: ['podguard-'] };
      expect(remediator.grants.length).toBeGreaterThan(0);
      for (const { actions, resources } of remediator.grants) {
        expect(actions).toEqual([...new Set(actions)].sort());
        expect(actions.filter((action) => !/^[a-z0-9]+:[A-Z]\w+$/.test(action))).toEqual([]);
        const isOpen = actions.every((action) => WITHOUT_RESOURCES.includes(action));
        const form = new RegExp(`^arn:${partition}:[a-z0-9]+:[^:]*:111122223333:[a-z]`);
        expect(resources(place).length).toBeGreaterThan(0);
        expect(resources(place).filter((arn) => !(isOpen && arn === '*') && !form.test(arn))).toEqual([]);
      }
    });
  },
);
