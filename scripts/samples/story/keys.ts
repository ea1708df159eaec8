import type { Call } from '../call.ts';
import { createKey, deleteKey, setKey } from '../iam.ts';
import { anneke, maren, root, tobias } from '../people.ts';

const ANNEKE = 'AKIAANNEKE02EXAMPLE';
const CUSTOMS = 'AKIACUSTOMS1EXAMPLE';
const ARCHIVE = 'AKIAARCHIVE1EXAMPLE';
const ROOT = 'AKIAROOT0002EXAMPLE';
const RETIRED = 'AKIARETIRED1EXAMPLE';

export const keysStory: readonly Call[] = [
  setKey('08:10:26', maren, ARCHIVE, 'svc-archive', 'Inactive'),
  createKey('09:10:05', anneke, ANNEKE, 'anneke.brandt', false),
  deleteKey('11:02:48', maren, RETIRED, 'svc-franking'),
  { ...createKey('13:40:59', tobias, CUSTOMS, 'svc-customs-gateway', true), twice: true },
  deleteKey('15:30:14', anneke, ANNEKE, 'anneke.brandt'),
  createKey('16:02:21', root, ROOT, null, false),
  setKey('16:20:09', root, ROOT, null, 'Inactive'),
  deleteKey('16:25:33', root, ROOT, null),
  setKey('17:15:47', tobias, ARCHIVE, 'svc-archive', 'Active'),
];
