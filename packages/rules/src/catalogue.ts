import type { Catalogue } from '@podguard/core';
import { families } from './families.ts';
import { rules as account } from './kinds/account.ts';
import { rules as ec2 } from './kinds/ec2.ts';
import { rules as kubernetes } from './kinds/kubernetes.ts';
import { inOrder } from './order.ts';

/** Every rule, sorted by id. */
export const catalogue: Catalogue = {
  families,
  rules: inOrder([...account, ...ec2, ...kubernetes]),
};
