import { describe, expect, test } from 'vitest';
import { PLAN } from '../support/a-remediation.ts';
import { REGION, resourceOf } from '../support/states.ts';
import { draftsOf, guardInput, plansOf, remediatorOf, verdictOf } from './plan-of.ts';

const remediator = remediatorOf('restore-account-imds-default');
const STRONG = {
  httpTokens: 'required',
  httpEndpoint: 'no-preference',
  hopLimit: 1,
  metadataTags: 'no-preference',
  tokensEnforced: 'enabled',
} as const;
const NONE = {
  ...STRONG,
  httpTokens: 'no-preference',
  hopLimit: -1,
  tokensEnforced: 'no-preference',
} as const;

function defaults(state: object, before: readonly object[] = []) {
  return resourceOf('ec2-account-defaults', { state, before });
}

describe('a default that a change made weaker', () => {
  test('is brought back to what was recorded, and what was not weakened is not sent', () => {
    const weak = defaults({ ...STRONG, httpTokens: 'optional', hopLimit: 2 }, [STRONG]);
    const [draft] = draftsOf(remediator, weak);
    expect(draft.steps).toEqual([
      {
        action: 'ec2:ModifyInstanceMetadataDefaults',
        region: REGION,
        input: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
        words:
          'Set the defaults for new instances in eu-central-1: HttpTokens required, HttpPutResponseHopLimit 1',
      },
    ]);
    expect(draft.undo[0]?.input).toEqual({ HttpTokens: 'optional', HttpPutResponseHopLimit: 2 });
    expect(draft.after).toEqual({ httpTokens: 'required', hopLimit: 1 });
    expect(verdictOf('account-imds-default-weak', weak)).toBe('fail');
    expect(verdictOf('account-imds-default-weak', defaults({ ...STRONG, ...(draft.after as object) }))).toBe(
      'pass',
    );
  });

  test('goes back to the strongest that was recorded, to no preference where that was it', () => {
    const weak = defaults({ ...NONE, httpTokens: 'optional', hopLimit: 3 }, [NONE, { ...NONE, hopLimit: 2 }]);
    expect(draftsOf(remediator, weak)[0].after).toEqual({ httpTokens: 'no-preference', hopLimit: -1 });
    expect(draftsOf(remediator, weak)[0].steps[0]?.input).toEqual({
      HttpTokens: 'no-preference',
      HttpPutResponseHopLimit: -1,
    });
  });
});

describe('a default that was never better', () => {
  test('gets tokens required, and as the second way enforced; its hop limit stays where it is not weak', () => {
    const drafts = draftsOf(remediator, defaults(NONE));
    expect(drafts.map(({ after }) => after)).toEqual([
      { httpTokens: 'required' },
      { httpTokens: 'required', tokensEnforced: 'enabled' },
    ]);
    expect(remediator.mayBreak.join()).toContain('every launch that leaves them optional fails');
  });

  test('is undone to no preference exactly', () => {
    const drafts = draftsOf(remediator, defaults({ ...NONE, hopLimit: 2 }));
    expect(drafts[1]?.after).toEqual({ httpTokens: 'required', hopLimit: 1, tokensEnforced: 'enabled' });
    expect(drafts[1]?.undo[0]?.input).toEqual({
      HttpTokens: 'no-preference',
      HttpPutResponseHopLimit: 2,
      HttpTokensEnforced: 'no-preference',
    });
  });
});

test('there is no plan where what it is now is not known', () => {
  expect(plansOf(remediator, defaults({}))).toContain('not known');
});

describe('enforcing tokens', () => {
  const [guard] = remediator.guards;
  const fields = [{ name: 'tokensEnforced', before: 'no-preference', after: 'enabled' }];
  const ask = (given: Parameters<typeof guardInput>[0]) =>
    guard?.check(guardInput({ plan: { ...PLAN, fields }, target: defaults(NONE) as never, ...given }));

  test.for(['propose', 'manual'] as const)('is for people to decide: %s', (mode) => {
    expect(ask({ mode })).toEqual({ ok: true });
  });

  test.for(['auto', 'shadow'] as const)('is not done by itself where it was not so before: %s', (mode) => {
    expect(ask({ mode })).toMatchObject({ ok: false });
    expect(ask({ mode, target: defaults(NONE, [STRONG]) as never })).toEqual({ ok: true });
    expect(ask({ mode, plan: { ...PLAN, fields: [] } })).toEqual({ ok: true });
  });

  test('cannot be answered without the target', () => {
    expect(ask({ mode: 'auto', target: undefined })).toMatchObject({ ok: false, unanswerable: true });
  });
});

test('takes one action, for which IAM knows no resource', () => {
  expect(remediator.grants.map(({ actions }) => actions)).toEqual([['ec2:ModifyInstanceMetadataDefaults']]);
  expect(remediator.grants[0]?.resources({ partition: 'aws', account: '111122223333' })).toEqual(['*']);
});
