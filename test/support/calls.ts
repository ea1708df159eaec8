import fc from 'fast-check';

/** One call of a simulated account. `pause`: milliseconds since the call before it. */
export interface Call {
  readonly what:
    | 'role'
    | 'trust'
    | 'attach'
    | 'detach'
    | 'delete-role'
    | 'read-role'
    | 'update-association'
    | 'associate'
    | 'rebind'
    | 'disassociate'
    | 'delete-cluster'
    | 'policy'
    | 'policy-default'
    | 'delete-policy'
    | 'boundary'
    | 'inline'
    | 'nodegroup'
    | 'delete-nodegroup'
    | 'run'
    | 'metadata'
    | 'tag'
    | 'terminate'
    | 'key'
    | 'key-status'
    | 'delete-key'
    | 'use-role'
    | 'use-role-by-pod'
    | 'use-key';
  readonly which: number;
  readonly pick: number;
  readonly pause: number;
}

export const callArbitrary: fc.Arbitrary<Call> = fc.record({
  what: fc.constantFrom<Call['what'][]>(
    'role',
    'role',
    'trust',
    'trust',
    'attach',
    'attach',
    'detach',
    'delete-role',
    'read-role',
    'update-association',
    'associate',
    'associate',
    'rebind',
    'disassociate',
    'delete-cluster',
    'policy',
    'policy-default',
    'delete-policy',
    'boundary',
    'inline',
    'inline',
    'nodegroup',
    'delete-nodegroup',
    'run',
    'metadata',
    'metadata',
    'tag',
    'terminate',
    'key',
    'key-status',
    'key-status',
    'delete-key',
    'use-role',
    'use-role',
    'use-role-by-pod',
    'use-key',
  ),
  which: fc.nat(1),
  pick: fc.nat(4),
  // Four in ten share their second with the call before.
  pause: fc.oneof(
    { weight: 4, arbitrary: fc.constant(1) },
    { weight: 6, arbitrary: fc.integer({ min: 1000, max: 90_000 }) },
  ),
});
