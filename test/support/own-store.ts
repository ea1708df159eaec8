import { once } from 'node:events';
import { ServiceError } from '@podguard/core';
import { openLocalStore } from 'podguard/local-store';

// Owns a store's directory and says so, or says why it cannot: `node own-store.ts DIRECTORY stay|exit|end`; `end`: with its input.
const [directory = '', mode] = process.argv.slice(2);
try {
  const { close } = await openLocalStore({ directory });
  console.log('open');
  if (mode === 'exit') process.exit();
  if (mode === 'end') {
    await once(process.stdin.resume(), 'end');
    await close();
  }
} catch (error) {
  if (!(error instanceof ServiceError)) throw error;
  console.log(error.code);
}
