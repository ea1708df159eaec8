import { useLocalStore } from 'podguard/local-store';
import { itemOf } from '../store/arbitrary-item.ts';

// Works in a store's directory with whoever owns it: `node use-store.ts DIRECTORY NAME ITEMS`. Each item is read, and written twice.
const [directory = '', name = '', items] = process.argv.slice(2);
const { store, close } = await useLocalStore(directory);
console.log('open');
for (let index = 0; index < Number(items); index += 1) {
  const key = `${name}-${index}`;
  await store.save(itemOf(key));
  const { version = 0 } = (await store.load(key)) ?? {};
  await store.save(itemOf(key, { version: version + 1 }));
}
await close();
