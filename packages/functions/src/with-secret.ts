import { ServiceError } from '@podguard/core';
import { type Channel, retryAfterOf } from '@podguard/notify';

export interface SecretChannel {
  readonly name: string;
  /** The secret as it was read in the last minutes, or as it is now. */
  readonly secret: (isFresh: boolean) => Promise<string>;
  readonly make: (secret: string) => Channel;
}

/** What reading a secret takes at most, with the patience that clients of AWS have. */
export const SECRET_MS = 17_000;

/** A channel that needs a secret to be made: anew when that changed, which is looked up after the other side did not take an alert. */
export function withSecret({ name, secret, make }: SecretChannel): Channel {
  let made: { readonly value: string; readonly channel: Channel } | undefined;
  let isDoubted = false;
  return {
    name,
    async send(alert) {
      const value = await secret(isDoubted);
      isDoubted = false;
      try {
        if (made?.value !== value) made = { value, channel: make(value) };
        await made.channel.send(alert);
      } catch (error) {
        isDoubted = isRefusal(error);
        throw error;
      }
    },
  };
}

/** A wrong secret is one of the things that a channel that is not reached may have. */
function isRefusal(error: unknown): boolean {
  const unreachable = error instanceof ServiceError && error.code === 'channel-unreachable';
  return unreachable && retryAfterOf(error) === undefined;
}
