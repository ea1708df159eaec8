import type { Resource } from '@podguard/core';
import type { Guard } from '../guard.ts';
import { no, unanswerable, yes } from '../guards/answers.ts';
import { principalKey } from '../own-causes.ts';

/** The service does not lock itself out, nor whoever repairs by command. */
export const ownEntry: Guard = {
  id: 'own-entry',
  title: 'The access entry is neither the service’s own nor the caller’s',
  check({ target, own, principal }) {
    const whose = (target as Resource<'access-entry'> | undefined)?.state.principalArn;
    if (typeof whose !== 'string') return unanswerable('whose access entry it is is not known');
    const ours = [...own, ...own.map(readerBeside), ...(principal === undefined ? [] : [principal])];
    return ours.map(principalKey).includes(principalKey(whose))
      ? no(`${whose} is by whom Podguard itself reads clusters or calls AWS`)
      : yes;
  },
};

/** Deployed, clusters are read by the role of the function `drift`, which is named as that of `remediate`. */
function readerBeside(arn: string): string {
  return arn.replace(/-remediate$/, '-drift');
}
