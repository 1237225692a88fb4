/* Sends what the phone kept, in order, as soon as there is a line: at once, on the next page, when the browser says that
   the line is back, and every quarter of a minute. Only the work of whoever is logged in. */
window.sender = (() => {
  const strip = document.querySelector('[data-line]');
  if (!strip || !window.kept?.able) return null;
  const words = strip.dataset;
  const me = Number(words.person);
  const STALLED = 25000;
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' });
  const steps = (draft) => window.kept.steps(me, draft);

  const say = (sentence, href, link) => {
    strip.replaceChildren(sentence);
    strip.hidden = !sentence;
    if (!href) return;
    const way = document.createElement('a');
    way.href = href;
    way.textContent = link;
    strip.append(' ', way);
  };

  /* One step to the server. Status 0: no line, or one on which nothing moves any more. */
  const post = (step, token) => new Promise((done) => {
    const body = new FormData();
    step.fields.forEach(([name, value]) => body.append(name, value));
    body.set('csrf_token', token);
    body.set('sent_key', step.key);
    const line = new XMLHttpRequest();
    let stalled;
    const alive = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => line.abort(), STALLED);
    };
    const heavy = step.fields.some(([, value]) => value instanceof Blob);
    line.upload.onprogress = (event) => {
      alive();
      if (heavy) say(`${words.photo} ${percent.format(event.loaded / event.total)}`);
    };
    line.onloadend = () => {
      clearTimeout(stalled);
      const html = (line.getResponseHeader('Content-Type') ?? '').startsWith('text/html');
      done({ status: line.status, at: line.responseURL, text: line.responseText, html });
    };
    line.open('POST', step.path);
    line.setRequestHeader('X-Requested-With', 'fetch');
    alive();
    line.send(body);
  });

  const led = (answer) => new URL(answer.at, location).pathname.startsWith('/login');

  /* The token of a page that was kept grows old; a fresh one is given only to the same person. */
  const freshToken = async () => {
    try {
      const answer = await fetch(words.asks, { headers: { 'X-Requested-With': 'fetch' } });
      if (answer.redirected || !answer.ok) return { login: answer.redirected };
      const told = await answer.json();
      return told.person === me ? { token: told.token } : { login: true };
    } catch { return {}; }
  };

  let token = document.querySelector('input[name="csrf_token"]').value;
  const tried = async (step) => {
    let answer = await post(step, token);
    if (answer.status === 400) {
      const fresh = await freshToken();
      if (!fresh.token) return { state: fresh.login ? 'login' : 'off' };
      token = fresh.token;
      answer = await post(step, token);
    }
    if (answer.status === 200 && led(answer)) return { state: 'login' };
    /* A page instead of an answer: the server has something to say about this step. */
    if (answer.status === 200 && answer.html) return { state: 'refused', page: answer.text };
    if (answer.status === 200) return { state: 'sent', ...JSON.parse(answer.text) };
    if (answer.status === 422 && answer.html) return { state: 'refused', page: answer.text };
    if ([403, 404, 409, 413, 422].includes(answer.status)) return { state: 'stuck', ...JSON.parse(answer.text) };
    return { state: answer.status === 425 ? 'early' : 'off' };
  };

  /* What a step said stands on its page and the last one, and after the kind on all: those are fetched anew. */
  const forgetPages = async (step) => {
    const shelf = await window.kept.pages(me);
    const draft = step.path.slice(0, step.path.lastIndexOf('/') + 1);
    const old = (path) => (step.last || step.step === 'kind'
      ? path.startsWith(draft) : [step.path, `${draft}review`].includes(path));
    for (const page of await shelf.keys()) if (old(new URL(page.url).pathname)) await shelf.delete(page);
  };

  const settle = async (step, answer) => {
    if (answer.state === 'sent') {
      await window.kept.remove(step.id);
      await forgetPages(step);
    } else if (answer.state === 'refused') {
      const page = new Response(answer.page, { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
      await (await window.kept.pages(me)).put(`${step.path}?refused`, page);
      await (step.last ? window.kept.remove(step.id) : window.kept.change({ ...step, refused: true }));
    } else if (answer.state === 'stuck') {
      await window.kept.change({ ...step, refused: true, said: answer.sentence });
    }
  };

  /* `state`: sent, off, early (photos are not ready yet) or login; `refused`: the first step that the server did not take, `fresh` when only just;
     `next`: where the last one led. */
  const run = async () => {
    const told = { state: 'sent', refused: null, fresh: false, next: '', count: 0 };
    for (const step of await steps()) {
      if (step.refused || (step.last && told.refused?.draft === step.draft)) {
        told.refused ??= step;
        continue;
      }
      const answer = await tried(step);
      await settle(step, answer);
      if (['off', 'early', 'login'].includes(answer.state)) return { ...told, state: answer.state };
      if (answer.state === 'sent') Object.assign(told, { next: answer.next, count: told.count + 1 });
      else Object.assign(told, { refused: told.refused ?? { ...step, said: answer.sentence }, fresh: true });
    }
    return told;
  };
  const flush = () => navigator.locks.request('sending', run);

  /* Leads her to a step that was not taken, unless she is writing something else just now. */
  let writing = false;
  document.addEventListener('input', () => { writing = true; });
  const tell = async (told) => {
    const left = (await steps()).length;
    if (told.refused) {
      const where = told.refused.said ? words.list : `${told.refused.path}?refused`;
      if ([where, words.list].includes(location.pathname + location.search)) say('');
      else if (told.fresh && !writing) location.assign(where);
      else say(words.refused, where, words.see);
    } else if (told.state === 'login') say(words.login, `/login?next=${encodeURIComponent(location.pathname)}`, words.enter);
    else if (told.state === 'off') say(left ? words.kept : '', words.list, words.see);
    else if (told.state === 'early') {
      say(words.early);
      setTimeout(again, 4000);
    } else if (told.count) say(words.sent);
  };

  async function again() {
    if (!(await steps()).length) return;
    const told = await flush();
    await tell(told);
    document.dispatchEvent(new CustomEvent('flushed', { detail: told }));
  }
  addEventListener('online', again);
  setInterval(again, 15000);
  again();
  return { me, words, say, steps, flush, tell };
})();
