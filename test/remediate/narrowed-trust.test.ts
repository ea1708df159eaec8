import { answerWebIdentity, evaluate, type Policy, type PolicyRequest } from '@podguard/policy';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsed } from '../differential/compare.ts';
import { undisputed } from '../differential/disagreements.ts';
import { simulate, translated } from '../differential/simulate.ts';
import { type Document, documentOf, requestOf } from '../support/trust-documents.ts';
import { SCENES, toRequest } from '../support/trust-scenes.ts';
import { narrowedBy, roleWith, trustAfter } from './role-plans.ts';

const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/ABC';
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
const NAMES = ['a:b', 'a:bc', 'ab:b', 'b:a', 'kube-system:default', 'a:b.c'];
const WEB = SCENES['web identity'];
const ALL = Object.values(SCENES);

/** As the other evaluator's types have it: conditions always there, their values lists. */
function documentIn(text: string): Document {
  const { Version, Statement } = JSON.parse(text);
  const listed = (block: object) =>
    Object.fromEntries(Object.entries(block).map(([key, values]) => [key, [values].flat()]));
  return {
    Version,
    Statement: Statement.map(({ Condition = {}, ...statement }: { readonly Condition?: object }) => ({
      ...statement,
      Condition: Object.fromEntries(Object.entries(Condition).map(([name, block]) => [name, listed(block)])),
    })),
  };
}

const allows = (policy: Policy, request: PolicyRequest) => evaluate(policy, request).decision === 'allow';

it('lets in all that are bound and were let in, nobody else, and nobody who was not, by the other evaluator, too', async () => {
  const counts = { narrowed: 0, exact: 0, bound: 0, kept: 0, taken: 0, simulated: 0 };
  const bound = fc.subarray(NAMES, { minLength: 1, maxLength: 3 });
  const requests = fc.tuple(...ALL.map((one) => requestOf(one)));
  const cases = fc.asyncProperty(documentOf(WEB), bound, requests, async (document, names, others) => {
    const uses = names.map((name) => [
      `web-identity ${ISSUER} ${name.replace(':', '/')}`,
      '2026-01-03T00:00:00Z',
    ]);
    const target = roleWith(JSON.stringify(document), { uses: Object.fromEntries(uses) });
    const draft = narrowedBy(target);
    if (draft === null) return;
    counts.narrowed += 1;
    const text = trustAfter(draft);
    const [before, after] = [parsed(document), parsed(documentIn(text))];
    if (!isOpenOtherwise(document)) {
      const answer = answerWebIdentity(after, { provider: PROVIDER, cluster: true });
      if (!answer.decided) throw new Error(answer.reason);
      counts.exact += 1;
      expect(['exact', 'none'], text).toContain(answer.subjects.kind);
      expect(answer.subjects.kind === 'none' || answer.audiencePinned, text).toBe(true);
    }
    for (const request of [...others, ...everySubject()]) {
      const now = allows(after, request);
      const then = allows(before, request);
      if (now) expect(then, JSON.stringify({ document, request })).toBe(true);
      const { principal, context } = request;
      if (
        principal.type === 'Federated' &&
        (context as Record<string, string[]>)[`${ISSUER}:aud`]?.[0] === 'sts.amazonaws.com'
      ) {
        const subject = String((context as Record<string, string[]>)[`${ISSUER}:sub`]);
        const isBound = names.some((name) => subject === `system:serviceaccount:${name}`);
        if (isBound && then) {
          counts.bound += 1;
          expect(now, JSON.stringify({ document, text, request })).toBe(true);
        }
      }
      counts[then === now ? 'kept' : 'taken'] += 1;
      const [one, other] = [undisputed(document, request), undisputed(documentIn(text), request)];
      if (!one.whole || !other.whole) continue;
      counts.simulated += 1;
      const [simulatedNow, simulatedThen] = [
        await simulate(translated(documentIn(text)), request),
        await simulate(translated(document), request),
      ];
      if (simulatedNow) expect(simulatedThen, JSON.stringify({ document, text, request })).toBe(true);
      if (namesAccount(documentIn(text)) || evaluate(after, request).decision === 'undecided') continue;
      expect(simulatedNow, JSON.stringify({ text, request })).toBe(now);
    }
  });
  await fc.assert(cases, { numRuns: 400 });
  expect(counts.narrowed).toBeGreaterThan(20);
  expect(counts.exact).toBeGreaterThan(10);
  expect(counts.bound).toBeGreaterThan(20);
  expect(counts.taken).toBeGreaterThan(20);
  expect(counts.simulated).toBeGreaterThan(200);
}, 60_000);

/** Whether others than providers that it names get in by tokens, whom naming service accounts would shut out. */
function isOpenOtherwise({ Statement }: Document): boolean {
  return Statement.some(
    ({ Effect, NotPrincipal, Principal }) =>
      Effect === 'Allow' &&
      (NotPrincipal !== undefined || Principal === '*' || (Principal as { AWS?: unknown }).AWS === '*'),
  );
}

/** To the other evaluator a provider is a principal of its account. */
function namesAccount({ Statement }: Document): boolean {
  return Statement.some(({ Principal }) => typeof Principal === 'object' && 'AWS' in (Principal as object));
}

function everySubject(): readonly PolicyRequest[] {
  return NAMES.flatMap((name) =>
    ['sts.amazonaws.com', 'other'].map((aud) =>
      toRequest(WEB, { sub: `system:serviceaccount:${name}`, aud }),
    ),
  );
}
