/** Loaded before a function's own code: addresses of the world are on this machine. ELSEWHERE has the beginning of each. */
const places = Object.entries(JSON.parse(process.env.ELSEWHERE ?? '{}') as Readonly<Record<string, string>>);
const { fetch } = globalThis;

globalThis.fetch = (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  const place = places.find(([begin]) => url.startsWith(begin));
  if (place === undefined) return fetch(input, init);
  const moved = `${place[1]}${url.slice(place[0].length)}`;
  return fetch(input instanceof Request ? new Request(moved, input) : moved, init);
};
