/** Filters the open findings, and opens the finding that an address names. Without it the report is whole. */
export const FILTER_SCRIPT = `
const bar = document.getElementById('filters');
const note = document.getElementById('none-match');
if (bar !== null) {
  const words = document.getElementById('filter');
  const boxes = [...bar.querySelectorAll('[type=checkbox]')];
  let waiting;
  bar.hidden = false;
  bar.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => apply(boxes, words), 120);
  });
}
function apply(boxes, words) {
  const shown = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  const wanted = words.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
  let [all, left] = [0, 0];
  for (const block of document.querySelectorAll('#open .block')) {
    for (const finding of block.querySelectorAll('.finding')) {
      let fits = shown.has(finding.dataset.severity);
      if (fits && wanted.length > 0) {
        const head = finding.closest('.group')?.firstElementChild.textContent ?? '';
        const text = (head + ' ' + finding.textContent).toLowerCase();
        fits = wanted.every((word) => text.includes(word));
      }
      finding.hidden = !fits;
      all += 1;
      if (fits) left += 1;
    }
    for (const part of block.querySelectorAll('.group, .chunk')) {
      part.hidden = part.querySelector('.finding:not([hidden])') === null;
      if (wanted.length > 0 && !part.hidden && part.localName === 'details') part.open = true;
    }
    block.hidden = block.querySelector('.finding:not([hidden])') === null;
  }
  note.textContent = left === all ? '' : left.toLocaleString('en') + ' of ' + all.toLocaleString('en') + ' open findings match the filter.';
}
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null) return;
  for (let part = target; part !== null; part = part.parentElement) if (part.localName === 'details') part.open = true;
  target.scrollIntoView();
}
addEventListener('hashchange', reveal);
if (location.hash !== '') reveal();
`;

/** SHA-256 of the script: nothing else may run. */
export const FILTER_SCRIPT_HASH = 'sha256-L7Kkv4kEmLxvbEm8j2XzJWIla21gCmewjIIp2SnyChI=';
