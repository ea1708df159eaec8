import type { BoundAccount } from './bound.ts';
import { readTrust } from './document.ts';
import type { FormerTrust } from './former.ts';
import { isLetIn } from './wide.ts';

/** When a change of the trust policy let an account in; null where it is let in by all that are recorded, the newest first. */
export function admittedFrom(
  account: BoundAccount,
  formers: readonly FormerTrust[],
  providerOf: (issuer: string) => string,
): string | null {
  const provider = providerOf(account.issuer);
  const shut = formers.find(({ text }) => {
    const trust = readTrust(text);
    return typeof trust === 'string' || !isLetIn(trust.policy, account, { provider, degree: 'possible' });
  });
  return shut?.until ?? null;
}
