import { flag, list, type Place, places, text, texts, within } from '../parameters.ts';

export function authenticationMode(place: Place): string | null | undefined {
  return text(within(place, 'accessConfig'), 'authenticationMode');
}

export function autoMode(place: Place): boolean | null | undefined {
  return flag(within(place, 'computeConfig'), 'enabled');
}

/** Whether logs of a type are exported; `null` where the place does not say. */
export function isLogged(place: Place, type: 'audit' | 'authenticator'): boolean | null | undefined {
  const logging = within(place, 'logging');
  const written = list(logging, 'clusterLogging');
  if (!written) return written;
  const setups = places(logging, 'clusterLogging').map((setup) => ({ setup, types: texts(setup, 'types') }));
  const its = setups.find(({ types }) => types?.includes(type));
  if (its !== undefined) return flag(its.setup, 'enabled') ?? undefined;
  return setups.length < written.length || setups.some(({ types }) => !types) ? undefined : null;
}
