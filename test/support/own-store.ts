import { ServiceError } from '@podguard/core';
import { openLocalStore } from 'podguard/local-store';

// Owns a store's directory and says so, or says why it cannot: `node own-store.ts DIRECTORY stay|exit`.
const [directory = '', mode] = process.argv.slice(2);
try {
  await openLocalStore({ directory });
  console.log('open');
  if (mode === 'exit') process.exit();
} catch (error) {
  if (!(error instanceof ServiceError)) throw error;
  console.log(error.code);
}
