
'use strict';
{
  const RELATIONS = ['identical', 'reformatted', 'near', 'contained', 'restated'];
  const SCORES = { near: 'resemblance', contained: 'containment', restated: 'probability' };
  /** Entries made at once; more are made when the end comes near. */
  const CHUNK = 60;
  /** Places and findings of one entry that are listed at first. */
  const LISTED = 12;
  /** Files listed at first. */
  const FILES = 20;
  /** Exchanges, other paragraphs and notes listed at first. */
  const EXCHANGES = 8;
  const OTHERS = 4;
  const NOTES = 3;
  /** Characters of a text that are shown at first, of what stands before them, and of an excerpt. */
  const SHOWN = 4000;
  const LEAD = 200;
  const EXCERPT = 320;

  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId('data').textContent);
  const findings = data.groups.flatMap(({ findings }, group) => findings.map((finding) => withDefaults(finding, group)));

  function withDefaults(finding, group) {
    const full = { shared: [], added: [], missing: [], exchanges: [], others: [], more_others: 0, ...finding, group };
    full.factsDiffer = full.exchanges.some(([, , kind]) => kind);
    return full;
  }

  const documentOf = (paragraph) => data.paragraphs[paragraph][0];
  const lineOf = (paragraph) => data.paragraphs[paragraph][1];
  const kindOf = (paragraph) => data.paragraphs[paragraph][2];
  const textNumber = (paragraph) => data.paragraphs[paragraph][3];
  const textOf = (paragraph) => data.texts[textNumber(paragraph)];

  // ---- Words ----

  const numbers = new Intl.NumberFormat('en');
  const counted = (count, noun) => `${numbers.format(count)} ${noun}${count === 1 ? '' : 's'}`;
  const spoken = (items) => items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

  /** What all paths begin with, up to a slash. */
  const directory = (() => {
    let common = data.documents[0] ?? '';
    for (const path of data.documents) {
      while (!path.startsWith(common)) common = common.slice(0, -1);
    }
    return common.slice(0, common.lastIndexOf('/') + 1);
  })();
  const names = data.documents.map((path) => path.slice(directory.length));
  const nameOf = (paragraph) => names[documentOf(paragraph)];
  /** `file:line`, whole, as editors and terminals understand it. */
  const location = (paragraph) => `${data.documents[documentOf(paragraph)]}:${lineOf(paragraph)}`;

  function scoreOf(finding) {
    return SCORES[finding.relation] ? twoPlaces(finding.score) : '';
  }

  /** Rounded down, so that nothing that differs has 1. */
  const twoPlaces = (score) => (Math.floor(score * 100 + 1e-9) / 100).toFixed(2);

  // ---- Elements ----

  function el(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
    }
    made.append(...children.filter((child) => child !== undefined));
    return made;
  }

  function button(attributes, action, ...children) {
    const made = el('button', { type: 'button', ...attributes }, ...children);
    made.addEventListener('click', action);
    return made;
  }

  /** What could move a cursor or turn the direction of a text. */
  const UNPRINTABLE = /([\u0000-\u0008\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/;

  /** The text as nodes, with what could turn its direction shown by its number. */
  function printable(text) {
    if (!UNPRINTABLE.test(text)) return [text];
    return text.split(UNPRINTABLE).filter((piece) => piece).map((piece) => {
      if (!UNPRINTABLE.test(piece)) return piece;
      const code = piece.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      return el('span', { class: 'control', title: `The character U+${code}` }, `U+${code}`);
    });
  }

  /** A path may be broken behind its slashes. */
  function path(name) {
    const parts = name.split(/(?<=\/)/);
    return el('bdi', { class: 'path' }, ...parts.flatMap((part, at) => [at ? el('wbr') : '', ...printable(part)]));
  }

  function place(paragraph) {
    return el('span', { class: 'place' }, path(nameOf(paragraph)), `:${lineOf(paragraph)}`);
  }

  function copyButton(paragraph) {
    const whole = location(paragraph);
    return button({ class: 'copy', 'aria-label': `Copy ${whole}` }, () => copy(whole), 'Copy');
  }

  function labelled(label, paragraph) {
    const kind = kindOf(paragraph);
    const note = kind === 'paragraph' ? undefined : el('span', { class: 'quiet' }, kind);
    return el('div', { class: 'label' }, el('b', {}, label), place(paragraph), note, copyButton(paragraph));
  }

  // ---- What is marked in a text ----

  /** Of marks that overlap the first one is seen. */
  const KINDS = ['exchanged', 'new', 'gone', 'shared'];

  function marks(finding, side) {
    const first = side === 'a' ? 0 : 2;
    const alone = side === 'a' ? 'gone' : 'new';
    const found = [];
    for (let at = first; at < finding.shared.length; at += 4) {
      found.push({ start: finding.shared[at], end: finding.shared[at + 1], kind: 'shared' });
    }
    for (const [start, end] of spans(side === 'a' ? finding.missing : finding.added)) {
      found.push({ start, end, kind: alone });
    }
    for (const [a, b] of finding.exchanges) {
      const span = side === 'a' ? a : b;
      if (span) found.push({ start: span[0], end: span[1], kind: a && b ? 'exchanged' : alone });
    }
    return found;
  }

  function spans(numbers) {
    return Array.from({ length: numbers.length / 2 }, (_, at) => [numbers[2 * at], numbers[2 * at + 1]]);
  }

  /** The text in pieces, each of one kind or of none. */
  function pieces(text, marks) {
    const edges = marks.flatMap(({ start, end, kind }) => [[start, kind, 1], [end, kind, -1]]);
    edges.push([text.length]);
    edges.sort(([one], [other]) => one - other);
    const open = {};
    const found = [];
    let from = 0;
    for (const [at, kind, step] of edges) {
      if (at > from) found.push({ start: from, text: text.slice(from, at), kind: KINDS.find((kind) => open[kind] > 0) });
      from = at;
      open[kind] = (open[kind] ?? 0) + step;
    }
    return found;
  }

  /** The later text with what it has lost and exchanged put in: for copies, whose words correspond. */
  function inOne(finding) {
    const [earlier, later] = [textOf(finding.a), textOf(finding.b)];
    const insertions = [...exchanged(finding, earlier), ...gone(finding, earlier)].sort((one, other) => one.at - other.at);
    const found = [];
    for (const piece of pieces(later, marks(finding, 'b'))) {
      while (insertions.length && insertions[0].at <= piece.start) found.push(...spaced(insertions.shift()));
      found.push(piece);
    }
    return [...found, ...insertions.flatMap(spaced)];
  }

  /** With a space on the side where the later text has none for it. */
  function spaced({ at, text, kind }) {
    const [space, piece] = [{ text: ' ' }, { text, kind }];
    return at === 0 || kind === 'was' ? [piece, space] : [space, piece];
  }

  function exchanged(finding, earlier) {
    const both = finding.exchanges.filter(([a, b]) => a && b);
    return both.map(([a, b]) => ({ at: b[0], text: earlier.slice(...a), kind: 'was' }));
  }

  /** What only the earlier text says stands behind what is before it there. */
  function gone(finding, earlier) {
    const anchors = finding.exchanges.filter(([a, b]) => a && b).map(([a, b]) => [a[1], b[1]]);
    for (let at = 0; at < finding.shared.length; at += 4) anchors.push([finding.shared[at + 1], finding.shared[at + 3]]);
    anchors.sort(([one], [other]) => one - other);
    const alone = [...spans(finding.missing), ...finding.exchanges.filter(([, b]) => !b).map(([a]) => a)];
    return alone.map(([start, end]) => {
      const before = anchors.findLast(([anchor]) => anchor <= start);
      return { at: before ? before[1] : 0, text: middleLeftOut(earlier.slice(start, end)), kind: 'gone' };
    });
  }

  function middleLeftOut(text) {
    if (text.length <= EXCERPT * 2) return text;
    const left = numbers.format(text.length - EXCERPT * 2);
    const [beginning, end] = [text.slice(0, boundary(text, EXCERPT)), text.slice(boundary(text, text.length - EXCERPT))];
    return `${beginning} … (${left} characters left out) … ${end}`;
  }

  /** A position that does not divide a character. */
  function boundary(text, at) {
    const unit = text.charCodeAt(at);
    return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
  }

  const TAGS = {
    shared: ['span', 'shared'], exchanged: ['mark', 'exchanged'], new: ['ins'], gone: ['del'], was: ['del', 'exchanged'],
  };

  function marked({ text, kind }) {
    if (!kind) return printable(text);
    const [tag, name] = TAGS[kind];
    return [el(tag, { class: name }, ...printable(text))];
  }

  /** A part of a long text is shown, until all of it is asked for. */
  function shownText(all, kind) {
    const shown = el('p', { class: `text ${kind}`, dir: 'auto', lang: '' });
    const length = all.reduce((sum, piece) => sum + piece.text.length, 0);
    if (length <= SHOWN) {
      shown.append(...all.flatMap(marked));
      return [shown];
    }
    shown.append(...cut(all).flatMap(marked));
    const whole = button({ class: 'whole' }, () => {
      shown.replaceChildren(...all.flatMap(marked));
      shown.tabIndex = -1;
      shown.focus();
      whole.remove();
    }, `Show all ${numbers.format(length)} characters`);
    return [shown, whole];
  }

  function cut(all) {
    const first = firstShown(all);
    const shown = first ? [{ text: '… ' }, ...lead(all.slice(0, first))] : [];
    let room = SHOWN;
    for (const piece of all.slice(first)) {
      shown.push({ ...piece, text: piece.text.slice(0, boundary(piece.text, room)) });
      room -= piece.text.length;
      if (room <= 0) break;
    }
    return [...shown, { text: ' …' }];
  }

  /** The end of what stands before the first piece that is shown. */
  function lead(before) {
    const shown = [];
    for (let room = LEAD; room > 0 && before.length; room -= shown[0].text.length) {
      const piece = before.pop();
      shown.unshift({ ...piece, text: piece.text.slice(boundary(piece.text, Math.max(0, piece.text.length - room))) });
    }
    return shown;
  }

  /** The first piece that both texts have, so that they are cut alike: one that differs, or else one that does not. */
  function firstShown(all) {
    const differs = all.findIndex(({ kind }) => kind === 'exchanged');
    const first = differs < 0 ? all.findIndex(({ kind }) => kind) : differs;
    const length = all.slice(0, Math.max(0, first)).reduce((sum, { text }) => sum + text.length, 0);
    return length < SHOWN / 2 ? 0 : first;
  }

  // ---- Findings ----

  /** Texts that are shown, with what makes them anew when they are to be shown otherwise. */
  const views = new WeakMap();

  function view(make) {
    const made = el('div', { class: 'view' }, ...make());
    views.set(made, make);
    return made;
  }

  function findingParts(finding) {
    return [view(() => texts(finding)), remarks(finding)];
  }

  function texts(finding) {
    const isCopy = finding.relation === 'near' || finding.relation === 'contained';
    if (state.view === 'inline' && isCopy) {
      const labels = [labelled('Earlier', finding.a), labelled('Later', finding.b)];
      return [el('div', { class: 'pair inline' }, el('div', { class: 'side' }, ...labels, ...shownText(inOne(finding), kindOf(finding.b))))];
    }
    const side = (label, name, paragraph) => {
      const text = shownText(pieces(textOf(paragraph), marks(finding, name)), kindOf(paragraph));
      return el('section', { class: 'side', 'aria-label': label }, labelled(label, paragraph), ...text);
    };
    const sides = [side('Earlier', 'a', finding.a), side('Later', 'b', finding.b)];
    return [el('div', { class: `pair ${state.view} ${finding.relation}` }, ...sides)];
  }

  function remarks(finding) {
    const list = el('dl', { class: 'remarks' });
    const add = (term, ...text) => list.append(el('div', {}, el('dt', {}, term), el('dd', {}, ...text)));
    add('Later one', finding.claim);
    if (finding.why) add('Why', finding.why);
    if (finding.exchanges.length) add('Differs', ...differences(finding));
    if (finding.others.length) add('Also', ...others(finding));
    return list;
  }

  function differences(finding) {
    const said = (side, span) => span ? [...printable(middleLeftOut(textOf(finding[side]).slice(...span)))] : [el('i', {}, 'nothing')];
    const item = ([a, b, kind]) => el('span', { class: 'difference' },
      el('bdi', {}, ...said('a', a)), ' → ', el('bdi', {}, el('b', {}, ...said('b', b))), kind ? ` (${kind})` : '');
    return listed(finding.exchanges, EXCHANGES, (exchange, at) => [at ? '; ' : '', item(exchange)]);
  }

  function others(finding) {
    const item = ([paragraph, relation, score], at) =>
      [at ? '; ' : '', place(paragraph), ` (${relation}${SCORES[relation] ? ` ${twoPlaces(score)}` : ''})`];
    return listed(finding.others, OTHERS, item, finding.more_others);
  }

  /** The nodes of the first items, and a button that brings the others but those that the page does not hold. */
  function listed(items, count, make, absent = 0) {
    const first = items.slice(0, count).flatMap(make);
    if (items.length <= count) return first;
    const rest = absent ? [`; and ${numbers.format(absent)} more that are not on this page`] : [];
    const more = button({ class: 'copy' }, () => {
      more.replaceWith(...items.slice(count).flatMap((item, at) => make(item, at + count)), ...rest);
    }, `and ${numbers.format(items.length - count + absent)} more`);
    return [...first, ' ', more];
  }

  // ---- What has been dealt with ----

  const STORED = 'paradup done';
  const done = new Set(stored());

  /** What this browser has kept, where it keeps anything for a page from a file. */
  function stored() {
    try {
      return JSON.parse(localStorage.getItem(STORED)) ?? [];
    } catch {
      return [];
    }
  }

  /** The file and both texts, so that a later report of the same files knows what is done. */
  function keyOf(finding) {
    finding.key ??= hash(`${data.documents[documentOf(finding.b)]}\n${textOf(finding.a)}\n${textOf(finding.b)}`);
    return finding.key;
  }

  function hash(text) {
    let [low, high] = [0x811c9dc5, 0x9dc5811c];
    for (let at = 0; at < text.length; at += 1) {
      low = Math.imul(low ^ text.charCodeAt(at), 0x01000193);
      high = Math.imul(high ^ text.charCodeAt(at), 0x85ebca6b);
    }
    return `${(low >>> 0).toString(36)}-${(high >>> 0).toString(36)}`;
  }

  const isDone = (finding) => done.size > 0 && done.has(keyOf(finding));

  function setDone(findings, isNow) {
    for (const finding of findings) done[isNow ? 'add' : 'delete'](keyOf(finding));
    try {
      localStorage.setItem(STORED, JSON.stringify([...done]));
    } catch {
      // Then it is known until the page is closed.
    }
  }

  function showDone() {
    for (const stop of document.querySelectorAll('.stop')) markDone(stop);
    byId('open-count').textContent = numbers.format(findings.filter((finding) => !isDone(finding)).length);
  }

  function markDone(stop) {
    const isNow = stops.get(stop).findings.every(isDone);
    stop.classList.toggle('done', isNow);
    stops.get(stop).button.setAttribute('aria-pressed', isNow);
  }

  /** Turns what the keys are at into done or not done, and goes on to the next. */
  function toggleDone(stop) {
    const about = stops.get(stop).findings;
    const isNow = !about.every(isDone);
    const at = visibleStops().indexOf(stop);
    setDone(about, isNow);
    if (isNow && stop.ariaExpanded === 'true') stop.click();
    if (state.openOnly) update();
    else showDone();
    if (isNow) goTo(state.openOnly ? at : at + 1);
  }

  // ---- Entries: a text, or a text and a file, with findings ----

  /** What the keys go to, with the findings that it is about. */
  const stops = new WeakMap();
  const opened = new Set();
  let ids = 0;

  /** What a group is about, where that is no single text. */
  const titleOf = ({ group }) => data.groups[group].title;
  const tierOf = ({ group }) => data.groups[group].tier;
  /** The tiers of texts, and of all short ones. */
  const TEXT = 1;
  const SHORT = 3;

  function where(finding) {
    const isSameFile = documentOf(finding.a) === documentOf(finding.b);
    const earlier = isSameFile ? el('span', { class: 'place' }, `line ${lineOf(finding.a)}`) : place(finding.a);
    return el('span', { class: 'where' }, place(finding.b), ' repeats ', earlier);
  }

  function verdict(finding) {
    const score = scoreOf(finding);
    return el('span', { class: 'verdict' },
      el('span', { class: 'relation' }, finding.relation), ' ', score ? el('span', { class: 'score' }, score) : undefined);
  }

  function flags(findings) {
    const differ = findings.filter(({ factsDiffer }) => factsDiffer).length;
    const isOne = findings.length === 1;
    return el('span', { class: 'flags' },
      isOne ? undefined : el('span', { class: 'many' }, `${numbers.format(findings.length)} times`),
      differ ? el('span', { class: 'flag' }, isOne ? 'facts differ' : `facts differ in ${numbers.format(differ)}`) : undefined,
      el('span', { class: 'many is-done' }, '✓ done'));
  }

  /** How several findings are divided into relations. */
  function composition(findings) {
    const tally = Map.groupBy(findings, ({ relation }) => relation);
    const parts = RELATIONS.filter((relation) => tally.has(relation))
      .map((relation) => `${numbers.format(tally.get(relation).length)} ${relation}`);
    return el('span', { class: parts.length > 1 ? 'composition' : 'composition uniform' }, parts.join(', '));
  }

  /** A button and what it opens. */
  function disclosure({ tag, name, findings, label, fill, key }) {
    const id = `opened-${ids += 1}`;
    const body = el('div', { class: 'body', id, hidden: true });
    const head = button({ class: `${name} stop`, 'aria-expanded': 'false', 'aria-controls': id }, () => toggle(), ...label);
    const finish = button({ class: 'finish' }, () => toggleDone(head), findings.length === 1 ? 'Done' : 'All done');
    const toggle = () => {
      const isOpen = body.hidden;
      if (isOpen && !body.firstChild) body.append(...fill(), finish);
      body.hidden = !isOpen;
      head.setAttribute('aria-expanded', isOpen);
      if (key !== undefined) opened[isOpen ? 'add' : 'delete'](key);
      if (isOpen && state.query) highlight();
    };
    stops.set(head, { findings, button: finish });
    markDone(head);
    if (opened.has(key)) toggle();
    return { nodes: [el(tag, {}, head), body], toggle };
  }

  function entryNode({ key, findings }) {
    const best = findings[0];
    const isOne = findings.length === 1;
    const title = isOne ? undefined : titleOf(best);
    const about = title
      ? [el('span', { class: 'excerpt' }, ...printable(title))]
      : [excerpt(textOf(best.b)), where(best), isOne ? undefined : composition(findings)];
    const gist = el('span', { class: 'gist' }, ...about);
    const fill = () => isOne ? oneFinding(best) : manyFindings(findings);
    const noun = tierOf(best) === SHORT ? 'short' : 'file';
    const label = [title ? el('span', { class: 'verdict' }, el('span', { class: 'relation' }, noun)) : verdict(best), gist, flags(findings)];
    return el('article', { class: isOne ? 'entry' : 'entry several' }, ...disclosure({ tag: 'h3', name: 'head', findings, label, fill, key }).nodes);
  }

  /** A text's beginning, or what is around the words that are searched for. */
  function excerpt(text) {
    const at = state.query ? folded(text).indexOf(folded(state.query.trim())) : 0;
    const from = at > EXCERPT / 2 ? boundary(text, at - EXCERPT / 4) : 0;
    const shown = (from ? '… ' : '') + text.slice(from, boundary(text, from + EXCERPT));
    return el('span', { class: 'excerpt', dir: 'auto', lang: '' }, ...printable(shown));
  }

  function oneFinding(finding) {
    return finding.relation === 'identical' ? [sameText([finding])] : findingParts(finding);
  }

  /** Copies by their text, which is shown once; then the others, of which the first is open. */
  function manyFindings(findings) {
    const copies = Map.groupBy(findings.filter(({ relation }) => relation === 'identical'), ({ b }) => textNumber(b));
    const different = findings.filter(({ relation }) => relation !== 'identical');
    const parts = el('div', {});
    if (titleOf(findings[0])) {
      // Files have many texts in common; where they have come apart stands first.
      const parted = different.map((finding) => () => part(finding, false));
      const same = [...copies.values()].map((some) => () => sameText(some));
      const makers = tierOf(findings[0]) === SHORT ? [...same, ...parted] : [...parted, ...same];
      const addTexts = (from, count) => parts.append(...makers.slice(from, from + count).map((make) => make()));
      addTexts(0, LISTED);
      return [parts, ...moreButton(makers.length, LISTED, 'text', addTexts)];
    }
    const shown = [...copies.values()].map(sameText);
    const add = (from, count) => parts.append(...different.slice(from, from + count).map((finding, at) =>
      part(finding, !copies.size && from + at === 0)));
    add(0, LISTED);
    return [...shown, parts, ...moreButton(different.length, LISTED, 'finding', add)];
  }

  function part(finding, isOpen) {
    const label = [verdict(finding), where(finding), flags([finding])];
    const { nodes, toggle } = disclosure({ tag: 'h4', name: 'part-head', findings: [finding], label, fill: () => findingParts(finding) });
    if (isOpen) toggle();
    return el('div', { class: 'part' }, ...nodes);
  }

  function sameText(findings) {
    const first = findings[0].a;
    const list = el('ul', { class: 'places' });
    const row = (paragraph) => el('li', {}, place(paragraph), copyButton(paragraph));
    const add = (from, count) => list.append(...findings.slice(from, from + count).map(({ b }) => row(b)));
    add(0, LISTED);
    const text = view(() => shownText([{ text: textOf(first) }], kindOf(first)));
    const repeated = el('div', { class: 'label again' }, el('b', {}, 'Identical at'));
    return el('div', { class: 'same' },
      labelled('First', first), text, repeated, list, ...moreButton(findings.length, LISTED, 'place', add));
  }

  /** A button that adds more of a list, and goes when there are none. */
  function moreButton(total, shown, noun, add) {
    if (total <= shown) return [];
    const words = () => `Show ${numbers.format(Math.min(CHUNK, total - shown))} more of ${counted(total, noun)}`;
    const made = button({ class: 'more' }, () => {
      add(shown, CHUNK);
      shown += CHUNK;
      if (shown >= total) made.remove();
      else made.textContent = words();
    }, words());
    return [made];
  }

  // ---- The list ----

  const state = { query: '', file: '', score: 0, relations: new Set(), factsOnly: false, openOnly: false, order: data.order, view: 'beside' };
  let list = [];
  let made = 0;

  function showList(passing) {
    list = state.order === 'file' ? byFile(passing) : byText(passing);
    made = 0;
    byId('entries').replaceChildren();
    if (!list.length) byId('entries').append(el('p', { class: 'none quiet' }, 'No finding passes the filters.'));
    showMore();
  }

  /** Makes the next entries. Whether there were any. */
  function showMore() {
    const next = list.slice(made, made + CHUNK);
    byId('entries').append(...next.map((item) => item.heading === undefined ? entryNode(item) : fileHeading(item)));
    made += next.length;
    highlight();
    return next.length > 0;
  }

  /** Shows the words that are searched for, where the browser can do so without other elements. */
  function highlight() {
    if (!window.Highlight) return;
    CSS.highlights.delete('found');
    const query = state.query.trim().toLowerCase();
    if (query) CSS.highlights.set('found', new Highlight(...occurrences(query)));
  }

  function occurrences(query) {
    const walker = document.createTreeWalker(byId('entries'), NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const text = node.data.toLowerCase();
      // Letters whose small form is longer would shift what follows.
      if (text.length !== node.length || !node.parentElement.closest('.text, .excerpt, .path')) continue;
      for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) {
        found.push(new StaticRange({ startContainer: node, startOffset: at, endContainer: node, endOffset: at + query.length }));
      }
    }
    return found;
  }

  function byText(passing) {
    const entries = [...Map.groupBy(passing, ({ group }) => group)].map(([group, findings]) => ({ key: group, findings }));
    return entries.sort((one, other) => byStrength(one.findings, other.findings));
  }

  /** Files before texts, short ones last; then by the best of each, then by how much text they repeat. */
  function byStrength(findings, others) {
    const [tier, otherTier] = [findings, others].map(([first]) => tierOf(first));
    if (tier !== otherTier) return tier - otherTier;
    if (tier !== TEXT) return others.length - findings.length;
    const rank = ({ relation }) => RELATIONS.indexOf(relation);
    const repeated = (findings) => findings.length * [...textOf(findings[0].b)].length;
    return rank(findings[0]) - rank(others[0]) || others[0].score - findings[0].score || repeated(others) - repeated(findings);
  }

  /** For each file its own findings, from its beginning on. */
  function byFile(passing) {
    const files = [...Map.groupBy(passing, ({ b }) => documentOf(b))];
    files.sort(([one], [other]) => data.documents[one] < data.documents[other] ? -1 : 1);
    return files.flatMap(([document, findings]) => {
      const groups = Map.groupBy(findings, ({ group }) => group);
      const entries = [...groups].map(([group, findings]) => ({ key: `${document} ${group}`, findings }));
      entries.sort((one, other) => lineOf(one.findings[0].b) - lineOf(other.findings[0].b));
      return [{ heading: document, count: findings.length }, ...entries];
    });
  }

  function fileHeading({ heading, count }) {
    return el('h2', { class: 'file-heading' }, path(names[heading]), el('span', { class: 'count' }, ` ${numbers.format(count)}`));
  }

  // ---- Search and filters ----

  const folded = (text) => text.toLowerCase().replace(/\s+/g, ' ');
  const lowerPaths = data.documents.map(folded);
  let lowerTexts;

  /** Each text as it is searched; made once. */
  const searched = () => lowerTexts ??= data.texts.map(folded);

  /** For each finding whether it passes all filters but that of relations. */
  function filter() {
    const query = folded(state.query.trim());
    const inText = query && searched().map((text) => text.includes(query));
    const inPath = query && lowerPaths.map((path) => path.includes(query));
    const inFile = filesNamed(folded(state.file.trim()));
    const found = (paragraph) => inText[textNumber(paragraph)] || inPath[documentOf(paragraph)];
    return findings.filter((finding) =>
      finding.score >= state.score
      && (!state.openOnly || !isDone(finding))
      && (!state.factsOnly || finding.factsDiffer)
      && (!inFile || inFile[documentOf(finding.a)] || inFile[documentOf(finding.b)])
      && (!query || found(finding.a) || found(finding.b)));
  }

  /** The file of this name, or else those that have it in their path. */
  function filesNamed(name) {
    if (!name) return undefined;
    const exact = names.map((one) => folded(one) === name);
    return exact.includes(true) ? exact : lowerPaths.map((path) => path.includes(name));
  }

  function update() {
    const candidates = filter();
    const passing = candidates.filter(({ relation }) => !state.relations.size || state.relations.has(relation));
    showCounts(candidates);
    const about = [...new Set(passing.map(({ group }) => group))];
    const numberOf = (isCounted) => about.filter((group) => isCounted(data.groups[group].tier)).length;
    const [texts, short] = [TEXT, SHORT].map((one) => numberOf((tier) => tier === one));
    const files = about.length - texts - short;
    const parts = [texts || !about.length ? counted(texts, 'text') : '', files ? counted(files, 'file') : '', short ? 'short texts' : ''];
    const on = spoken(parts.filter((part) => part));
    const isFiltered = state.query || state.file || state.score > 0 || state.relations.size || state.factsOnly || state.openOnly;
    const of = isFiltered ? ` of ${numbers.format(findings.length)}` : '';
    byId('shown').textContent = `${numbers.format(passing.length)}${of} ${findings.length === 1 ? 'finding' : 'findings'} on ${on}`;
    byId('clear').hidden = !isFiltered;
    showList(passing);
    showDone();
  }

  function showCounts(candidates) {
    const tally = Map.groupBy(candidates, ({ relation }) => relation);
    for (const relation of document.querySelectorAll('#relations [data-relation]')) {
      relation.textContent = numbers.format(tally.get(relation.dataset.relation)?.length ?? 0);
    }
    byId('facts-count').textContent = numbers.format(candidates.filter(({ factsDiffer }) => factsDiffer).length);
  }

  function clear() {
    for (const box of document.querySelectorAll('#relations input')) box.checked = false;
    byId('query').value = byId('file').value = '';
    byId('score').value = 0;
    Object.assign(state, { query: '', file: '', relations: new Set(), factsOnly: false, openOnly: false });
    readScore();
    update();
    byId('query').focus();
  }

  function readScore() {
    state.score = Number(byId('score').value);
    byId('score-shown').textContent = state.score ? state.score.toFixed(2) : 'any';
  }

  function chip(name, count, change) {
    const box = el('input', { type: 'checkbox' });
    box.addEventListener('change', () => { change(box.checked); update(); });
    return el('label', {}, box, name, count);
  }

  function makeChips() {
    for (const relation of RELATIONS.filter((relation) => findings.some((finding) => finding.relation === relation))) {
      const change = (isOn) => state.relations[isOn ? 'add' : 'delete'](relation);
      byId('relations').append(chip(relation, el('span', { class: 'count', 'data-relation': relation }), change));
    }
    const facts = chip('facts differ', el('span', { class: 'count', id: 'facts-count' }), (isOn) => { state.factsOnly = isOn; });
    facts.hidden = !findings.some(({ factsDiffer }) => factsDiffer);
    const open = chip('not done', el('span', { class: 'count', id: 'open-count' }), (isOn) => { state.openOnly = isOn; });
    byId('relations').append(facts, open);
  }

  // ---- Summary ----

  function summarise() {
    const { counts } = data;
    const looked = `${counted(counts.paragraphs, 'paragraph')} in ${counted(counts.documents, 'document')}`;
    const nothing = data.only_new ? 'nothing new' : 'nothing redundant';
    byId('summary').textContent = `${looked}, ${findings.length ? `${numbers.format(findings.length)} redundant` : nothing}.`;
    document.title = findings.length ? counted(findings.length, 'redundant paragraph') : `Paragraphs: ${nothing}`;
    const reasons = [[counts.short, 'too short'], [counts.other_kinds, 'of other kinds (headings, code)'], [counts.ignored, 'to be ignored']];
    const left = reasons.filter(([count]) => count).map(([count, reason]) => `${numbers.format(count)} ${reason}`);
    const notes = [left.length ? `Not compared: ${spoken(left)}. ` : '', ...(directory ? ['Files are in ', path(directory)] : [])];
    byId('left-out').append(...notes);
    showNotes();
  }

  function showNotes() {
    const list = el('ul', { 'aria-label': 'Notes' });
    const add = (from, count) => list.append(...data.notes.slice(from, from + count).map((note) => el('li', {}, ...printable(note))));
    add(0, NOTES);
    if (data.notes.length) byId('notes').append(list, ...moreButton(data.notes.length, NOTES, 'note', add));
  }

  function showFiles() {
    const tally = [...Map.groupBy(findings, ({ b }) => documentOf(b))].map(([document, { length }]) => [document, length]);
    tally.sort(([one, few], [other, many]) => many - few || (names[one] < names[other] ? -1 : 1));
    byId('files').hidden = names.length < 2;
    const list = el('ol', { 'aria-label': 'Redundant paragraphs by file' });
    const row = ([document, count]) => el('li', {}, el('span', { class: 'count' }, numbers.format(count)),
      button({}, () => only(document), path(names[document])));
    const add = (from, count) => list.append(...tally.slice(from, from + count).map(row));
    add(0, FILES);
    byId('file-counts').append(list, ...moreButton(tally.length, FILES, 'file', add));
    // The browser goes through all that it is given with every letter.
    byId('file-names').append(...[...names].sort().slice(0, 2000).map((name) => el('option', { value: name })));
  }

  function only(document) {
    byId('more-filters').open = true;
    byId('file').value = state.file = names[document];
    update();
    byId('file').focus();
  }

  // ---- Copying ----

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Pages that are opened from a file may not have the clipboard, but may copy what is selected.
      copySelected(text);
    }
    byId('told').textContent = `Copied ${text}`;
  }

  function copySelected(text) {
    const before = document.activeElement;
    const area = el('textarea', { class: 'told', 'aria-hidden': 'true' });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    before?.focus();
  }

  // ---- Keys ----

  const isTyping = (target) => target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select');
  const visibleStops = () => [...document.querySelectorAll('.stop')].filter((stop) => stop.offsetParent);

  function goTo(at) {
    let all = visibleStops();
    if (at >= all.length && showMore()) all = visibleStops();
    const next = all[Math.max(0, Math.min(all.length - 1, at))];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: 'nearest' });
  }

  const move = (step) => goTo(visibleStops().indexOf(stopHere()) + step);

  /** The focused finding, or the one whose opened part holds the focus. */
  function stopHere() {
    const { activeElement } = document;
    return activeElement.closest('.stop') ?? activeElement.closest('.part, .entry')?.querySelector('.stop');
  }

  const atStop = (act) => () => {
    const stop = stopHere();
    if (stop) act(stop);
  };

  function setView(name) {
    state.view = name;
    document.querySelector(`[name="view"][value="${name}"]`).checked = true;
    for (const shown of document.querySelectorAll('.view')) shown.replaceChildren(...views.get(shown)());
    highlight();
  }

  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    c: atStop((stop) => copy(location(stops.get(stop).findings[0].b))),
    d: atStop(toggleDone),
    v: () => setView(state.view === 'beside' ? 'inline' : 'beside'),
    '/': () => { byId('query').focus(); byId('query').select(); },
    '?': () => byId('keys').showModal(),
  };

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || byId('keys').open) return;
    if (isTyping(event.target)) {
      if (event.key === 'Escape' && event.target.id === 'query') move(1);
      return;
    }
    const isOnStop = event.target.matches('.stop');
    const arrow = isOnStop && { ArrowDown: KEYS.j, ArrowUp: KEYS.k }[event.key];
    const act = arrow || (Object.hasOwn(KEYS, event.key) && KEYS[event.key]);
    if (!act) return;
    event.preventDefault();
    act();
  }

  // ---- Light and dark ----

  function setTheme(name) {
    document.documentElement.dataset.theme = name;
    byId('theme').setAttribute('aria-pressed', name === 'dark');
  }

  const isDark = matchMedia('(prefers-color-scheme: dark)');
  const theme = () => document.documentElement.dataset.theme ?? (isDark.matches ? 'dark' : 'light');

  // ---- Beginning ----

  /** Filters are folded away where the window is narrow. */
  function foldFilters() {
    const isWide = matchMedia('(min-width: 40.01rem)');
    const fold = () => { byId('more-filters').open = isWide.matches; };
    isWide.addEventListener('change', fold);
    fold();
  }

  function listen() {
    byId('query').addEventListener('input', ({ target }) => { state.query = target.value; update(); });
    byId('file').addEventListener('input', ({ target }) => { state.file = target.value; update(); });
    byId('score').addEventListener('input', () => { readScore(); update(); });
    byId('clear').addEventListener('click', clear);
    for (const choice of document.querySelectorAll('[name="order"]')) {
      choice.addEventListener('change', () => { state.order = choice.value; update(); });
    }
    for (const choice of document.querySelectorAll('[name="view"]')) choice.addEventListener('change', () => setView(choice.value));
    byId('theme').addEventListener('click', () => setTheme(theme() === 'dark' ? 'light' : 'dark'));
    byId('keys-button').addEventListener('click', KEYS['?']);
    document.addEventListener('keydown', press);
    new IntersectionObserver((seen) => { if (seen.some(({ isIntersecting }) => isIntersecting)) showMore(); }, { rootMargin: '1200px' })
      .observe(byId('end'));
  }

  byId('data').remove();
  summarise();
  byId('theme').setAttribute('aria-pressed', theme() === 'dark');
  if (findings.length) {
    byId('report').hidden = false;
    document.querySelector(`[name="order"][value="${state.order}"]`).checked = true;
    makeChips();
    showFiles();
    foldFilters();
    listen();
    update();
  }
  // The list is seen before the first search is prepared.
  setTimeout(() => {
    searched();
    performance.mark('ready');
  });
}
