import { isNamed } from './fault.ts';

/** The answer, or `null` where AWS says by one of these names that there is none. */
export async function orNull<T>(asked: Promise<T>, ...names: readonly string[]): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isNamed(error, ...names)) return null;
    throw error;
  }
}
