import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import {
  account,
  beyondBound,
  EXACT,
  irsa,
  NOT_APPLICABLE,
  OTHER,
  OTHER_EXACT,
  OTHER_ISSUER,
  role,
  SUB,
  subjects,
  UNTIL,
} from './policies.ts';

const names = (count: number) => Array.from({ length: count }, (_, at) => account(`shop:app-${at}`));
const two = { limits: { serviceAccountsPerRole: 2 } };
const list = (key: string, ...texts: readonly string[]) => ({ StringEquals: { [key]: texts.map(account) } });

describeRule(ruleOf(catalogue, 'irsa-shared-role'), 'iam-role', {
  fails: [
    {
      name: 'eleven service accounts',
      state: subjects(names(11), 'StringEquals'),
      evidence: ['limits.serviceAccountsPerRole', 'subjects', 'issuer'],
    },
    {
      name: 'more than configured, in two clusters together',
      state: role(irsa(list(SUB, 'a:a', 'a:b')), irsa(list(`${OTHER_ISSUER}:sub`, 'a:c'), OTHER)),
      config: two,
      evidence: ['subjects'],
    },
  ],
  passes: [
    { name: 'ten service accounts', state: subjects(names(10), 'StringEquals') },
    {
      name: 'the same in two clusters',
      state: role(irsa(list(SUB, 'a:a', 'a:b')), irsa(list(`${OTHER_ISSUER}:sub`, 'a:a'), OTHER)),
      config: two,
    },
    { name: 'as many as configured', state: subjects(names(2), 'StringEquals'), config: two },
    { name: 'few until a date', state: role(irsa({ ...EXACT, ...UNTIL })) },
  ],
  indeterminate: [
    {
      name: 'the other cluster is beyond the bound',
      state: role(irsa(EXACT), ...beyondBound(OTHER, `${OTHER_ISSUER}:sub`)),
      missing: 'trust policy',
    },
    { name: 'the trust policy is not known', missing: 'trust policy' },
    {
      name: 'one more until a date',
      state: role(irsa(list(SUB, 'a:a', 'a:b')), irsa({ ...list(SUB, 'a:c'), ...UNTIL })),
      config: two,
      missing: 'aws:CurrentTime',
    },
  ],
  notApplicable: [
    ...NOT_APPLICABLE,
    { name: 'a pattern, which another rule reports', state: subjects(account('shop:app-*')) },
    { name: 'nobody gets it', state: role(irsa(OTHER_EXACT)) },
  ],
});
