import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MAPPERS } from '@podguard/cloudtrail';
import { type Kind, kindsJudgedBy } from '@podguard/core';
import { READERS } from '@podguard/inventory';
import { DOCUMENT_KINDS, readDockerfile, readManifests } from '@podguard/manifests';
import { catalogue } from '@podguard/rules';
import { describe, expect, it, test } from 'vitest';
import { unknownNeeds } from '../support/unknown-needs.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const { rules, families } = catalogue;
const ids = rules.map(({ id }) => id);
const filesOf = (pattern: string) => globSync(pattern, { cwd: ROOT }).sort();
const namesOf = (files: readonly string[]) =>
  files.map((file) => path.basename(file).split('.')[0] as string).sort();

const source = filesOf('packages/rules/src/*/*.ts').filter((file) =>
  readFileSync(path.join(ROOT, file), 'utf8').includes('= defineRule({'),
);
const tests = filesOf('test/rules/*/*.test.ts').filter((file) => ids.includes(namesOf([file])[0] as string));

describe('the catalogue', () => {
  test('holds rules, each once, in order', () => {
    expect(rules.length).toBeGreaterThan(90);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test('is the files on disk, and each has its test and its page', () => {
    expect(namesOf(source)).toEqual(ids);
    expect(namesOf(tests)).toEqual(ids);
    expect(namesOf(filesOf('docs/rules/*.md'))).toEqual(['README', ...ids].sort());
  });

  test('has a row in the index for each rule, and for nothing else', () => {
    const index = readFileSync(path.join(ROOT, 'docs/rules/README.md'), 'utf8');
    expect([...index.matchAll(/^\| \[([a-z0-9-]+)\]\(\1\.md\) \|/gm)].map(([, id]) => id).sort()).toEqual(
      ids,
    );
  });

  test('keeps a rule and its test in the folder of its method', () => {
    const folders = (files: readonly string[]) =>
      files.map((file) => `${path.basename(path.dirname(file))}/${namesOf([file])[0]}`).sort();
    const wanted = rules.map(({ id, method }) => `${method}/${id}`).sort();
    expect(folders(source)).toEqual(wanted);
    expect(folders(tests)).toEqual(wanted);
  });

  test('knows every family, and who is in it', () => {
    const members = Object.entries(families).flatMap(([family, some]) => some.map((id) => `${family} ${id}`));
    const named = rules.flatMap(({ id, family }) => (family === null ? [] : [`${family} ${id}`]));
    expect(named.length).toBeGreaterThan(20);
    expect(members.sort()).toEqual(named.sort());
    expect(Object.values(families).filter((some) => some.length < 2)).toEqual([]);
  });
});

describe('every kind that a rule judges is made by something', () => {
  const MANIFESTS = [
    'v1 ServiceAccount',
    'apps/v1 Deployment',
    'v1 Secret',
    'v1 ConfigMap',
    'external-secrets.io/v1 ClusterSecretStore',
    'secrets-store.csi.x-k8s.io/v1 SecretProviderClass',
    'v1 Namespace',
  ].map((kind) => `apiVersion: ${kind.replace(' ', '\nkind: ')}\nmetadata: {name: a}\nspec: {}`);
  const made = new Set<Kind>([
    ...MAPPERS.flatMap(({ kinds }) => kinds),
    ...READERS.map(({ kind }) => kind),
    ...readManifests(MANIFESTS.join('\n---\n')).manifests.map(({ draft }) => draft.kind),
    readDockerfile('FROM alpine').draft.kind,
  ]);
  const judged = [...new Set(rules.flatMap(kindsJudgedBy))];

  test('there are events', () => expect(MAPPERS.length).toBeGreaterThan(90));
  test('documents are read', () => expect(DOCUMENT_KINDS.length).toBeGreaterThan(0));
  it.for(judged)('%s', (kind) => expect(made).toContain(kind));
});

describe.for(rules.map((rule) => [rule.id, rule] as const))('%s', ([, rule]) => {
  test('says the bad state in a short line, and why to care', () => {
    expect(rule.title.length).toBeLessThanOrEqual(80);
    expect(rule.title).toMatch(/^[A-Z][^\n]*[^.\s]$/);
    expect(rule.description).toMatch(/^[A-Z][^\n]{39,}\.$/);
    expect(rule.rationale).toMatch(/^[A-Z][^\n]{19,}\.$/);
    expect(rule.falsePositives.filter((text) => !/^[A-Z`][^\n]+\.$/.test(text))).toEqual([]);
  });

  test('names what it can be looked up in', () => {
    expect(rule.references.length).toBeGreaterThan(0);
    expect(rule.references.filter((url) => !URL.canParse(url) || !url.startsWith('https://'))).toEqual([]);
  });

  test('says how to mend it, by each tool', () => {
    for (const text of Object.values(rule.mend)) expect(text.trim().length).toBeGreaterThan(10);
  });

  test('needs relations that there are, and fields that they have', () => {
    expect(kindsJudgedBy(rule).flatMap((kind) => unknownNeeds(rule.needs, kind))).toEqual([]);
  });
});
