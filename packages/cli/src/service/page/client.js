const connection = document.querySelector('#connection');
const announcement = document.querySelector('#announcement');
const filter = document.querySelector('#filter');
const toggles = [...document.querySelectorAll('.tile input')];
const EVERY_MINUTE = 60_000;
const SETTLE = 250;

let waiting = false;
let refreshing = Promise.resolve();
let news = [];

const events = new EventSource('/api/stream');
events.addEventListener('open', () => {
  setConnection('live', 'Live');
  // What happened while nobody listened.
  refreshSoon();
});
events.addEventListener('error', () => setConnection('lost', 'Connecting again …'));
events.addEventListener('transition', (event) => {
  const { type, severity, finding } = JSON.parse(event.data);
  news.push(`${type}, ${severity}: ${finding.summary.replace(/[\p{Cc}\p{Cf}]/gu, '')}`);
  refreshSoon();
});

filter.addEventListener('input', applyFilter);
for (const toggle of toggles) toggle.addEventListener('change', applyFilter);
document.addEventListener('click', copy);
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.matches('input, pre')) return;
  event.preventDefault();
  filter.focus();
});
setInterval(() => document.visibilityState === 'visible' && refreshSoon(), EVERY_MINUTE);

function setConnection(state, text) {
  connection.dataset.state = state;
  connection.textContent = text;
}

function refreshSoon() {
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    refreshing = refreshing.then(refresh).catch(() => setConnection('lost', 'Connecting again …'));
  }, SETTLE);
}

async function refresh() {
  const response = await fetch('/', { headers: { accept: 'text/html' } });
  if (!response.ok) throw new Error(`the page answered ${response.status}`);
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  const focused = pathOf(document.activeElement);
  for (const next of fresh.querySelectorAll('[data-live]')) {
    const old = document.getElementById(next.id);
    keepOpen(old, next);
    if (!sameContent(old, next)) old.replaceChildren(...next.childNodes);
  }
  document.title = fresh.title;
  applyFilter();
  if (focused !== null) find(focused)?.focus({ preventScroll: true });
  if (news.length > 0) announcement.textContent = `${news.slice(-3).join('. ')}.`;
  news = [];
}

/** Open stays open, closed stays closed; what is new is marked. */
function keepOpen(old, next) {
  const before = new Map([...old.querySelectorAll('[data-key]')].map((item) => [item.dataset.key, item]));
  for (const item of next.querySelectorAll('[data-key]')) {
    const known = before.get(item.dataset.key);
    if (known !== undefined) item.open = known.open;
    else if (item.matches('.finding')) item.classList.add('new');
  }
}

/** What the filter hid is no difference. */
function sameContent(old, next) {
  const copyOfOld = old.cloneNode(true);
  for (const item of copyOfOld.querySelectorAll('.finding, .group')) item.hidden = false;
  for (const item of copyOfOld.querySelectorAll('.new')) item.classList.remove('new');
  for (const count of copyOfOld.querySelectorAll('[data-all]')) count.textContent = count.dataset.all;
  return copyOfOld.innerHTML === next.innerHTML;
}

/** Where the focus is, in words that hold for the next version of the page. */
function pathOf(element) {
  const keyed = element?.closest('[data-key]');
  if (keyed === null || keyed === undefined) return null;
  const { localName: part } = element;
  return { key: keyed.dataset.key, part, index: [...keyed.querySelectorAll(part)].indexOf(element) };
}

function find({ key, part, index }) {
  return document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.querySelectorAll(part)[index];
}

function applyFilter() {
  const shown = new Set(toggles.filter((toggle) => toggle.checked).map((toggle) => toggle.value));
  const words = filter.value.toLowerCase().split(/\s+/);
  for (const finding of document.querySelectorAll('.finding')) {
    const around = finding.closest('.group')?.querySelector('h3')?.textContent ?? '';
    const text = `${around} ${finding.textContent}`.toLowerCase();
    finding.hidden = !shown.has(finding.dataset.severity) || !words.every((word) => text.includes(word));
  }
  const groups = [...document.querySelectorAll('.group')];
  for (const group of groups) group.hidden = group.querySelector('.finding:not([hidden])') === null;
  for (const section of ['findings', 'exempt', 'resolved']) countIn(section);
  const none = document.querySelector('#none-match');
  none.hidden = groups.length === 0 || groups.some((group) => !group.hidden);
  const elsewhere = ['exempt', 'resolved'].flatMap((section) => {
    const count = document.querySelectorAll(`#${section} .finding:not([hidden])`).length;
    return count === 0 ? [] : [`${count} ${section}`];
  });
  const others = elsewhere.length === 0 ? '' : ` Below: ${elsewhere.join(', ')}.`;
  none.textContent = `No open finding matches the filter.${others}`;
}

/** The heading says how many of all are shown. */
function countIn(section) {
  const count = document.querySelector(`#${section} h2 .count`);
  if (count === null) return;
  const all = document.querySelectorAll(`#${section} .finding`).length;
  const left = document.querySelectorAll(`#${section} .finding:not([hidden])`).length;
  count.textContent = left === all ? count.dataset.all : `${left} of ${count.dataset.all}`;
}

async function copy(event) {
  if (!event.target.matches('.copy')) return;
  await navigator.clipboard.writeText(event.target.previousElementSibling.textContent);
  event.target.textContent = 'Copied';
}
