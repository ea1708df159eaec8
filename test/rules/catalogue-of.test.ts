import { KIND_NAMES, kindsJudgedBy, parseConfig } from '@podguard/core';
import { composeCatalogueOf } from '@podguard/functions/handlers/compose-catalogue-of';
import { catalogue } from '@podguard/rules';
import { catalogueOf, loadCatalogue } from '@podguard/rules/catalogue-of';
import { expect, it, test } from 'vitest';

const own = {
  ...catalogue.rules.find(({ id }) => id === 'imds-v1-allowed')!,
  id: 'own-rule',
  family: null,
};

test.for(KIND_NAMES)(
  '%s is judged by the same rules in the same order, whether all are read or only its part',
  async (kind) => {
    const idsIn = ({ rules }: typeof catalogue) =>
      rules.filter((rule) => kindsJudgedBy(rule).includes(kind)).map(({ id }) => id);
    expect(idsIn(await catalogueOf(kind))).toEqual(idsIn(catalogue));
    expect((await catalogueOf(kind)).families).toBe(catalogue.families);
  },
);

it('reads no rule of roles for an instance', async () => {
  const kinds = (await catalogueOf('ec2-instance')).rules.flatMap(kindsJudgedBy);
  expect(kinds).toContain('ec2-instance');
  expect(kinds).not.toContain('iam-role');
});

it('has all rules where all are asked for', async () => {
  expect((await loadCatalogue()).rules).toEqual(catalogue.rules);
});

it('judges every kind by rules of the user’s own, too, where the configuration has some', async () => {
  const config = parseConfig({ customRules: [own] }, 'here');
  const { rules } = await composeCatalogueOf(config, 'catalogue.configuration')('ec2-instance');
  expect(rules.map(({ id }) => id)).toEqual([...catalogue.rules.map(({ id }) => id), 'own-rule'].sort());
  expect(composeCatalogueOf(parseConfig({}, 'here'), 'catalogue.configuration')).toBe(catalogueOf);
});
