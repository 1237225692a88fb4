/* The wizard on a bad line. A step is first kept on the phone, then sent; without a line she goes on to the next page. */
(() => {
  const form = document.querySelector('form[data-draft]');
  const { kept, sender } = window;
  if (!form || !sender) return;
  const { words, say } = sender;
  const draft = Number(form.dataset.draft);
  const { step } = form.dataset;
  const base = location.pathname.slice(0, location.pathname.lastIndexOf('/') + 1);
  const KEPT_ACTS = ['next', 'later', 'stay', 'send'];

  const free = () => {
    delete form.dataset.sent;
    form.querySelectorAll('button').forEach((button) => button.removeAttribute('aria-disabled'));
  };

  /* ---- sending ---- */

  const filled = async (act) => {
    await Promise.all([...form.querySelectorAll('[data-shrink]')].map((input) => input.shrinking));
    const fields = [...new FormData(form)].filter(([name, value]) => !['csrf_token', 'sent_key'].includes(name)
      && !(value instanceof File && !value.size));
    return [...fields, ['do', act]];
  };

  const goOn = async (act) => {
    const next = base + form.dataset.next;
    const ready = navigator.serviceWorker.controller && await (await kept.pages(sender.me)).match(next);
    if (act === 'next' && ready) location.assign(next);
    else if (act === 'stay' && navigator.serviceWorker.controller) location.reload();
    else await showKept();
  };

  /* The server's page with what is wrong. Before the worker is there to show it, the server says it once more: the same
     button is pressed, and this time it goes the way of a page without scripts. */
  const showRefused = async (path, button) => {
    if (!navigator.serviceWorker.controller) {
      free();
      plainly = true;
      form.requestSubmit(button);
      return;
    }
    await (await caches.open('who')).put('/who', new Response(sender.me));
    location.assign(`${path}?refused`);
  };

  const take = async (act, button) => {
    try {
      await kept.add({
        person: sender.me, draft, step, path: location.pathname, title: document.querySelector('h1').textContent,
        fields: await filled(act), key: crypto.randomUUID(), last: act === 'send' ? 1 : 0,
        adds: act === 'stay' || step === 'photo', act,
      });
    } catch {
      form.submit();  /* the phone is full, or keeps nothing */
      return;
    }
    say(words.sending);
    const told = await sender.flush();
    const waiting = (await sender.steps(draft)).find((one) => one.step === step && one.refused);
    if (waiting?.said) location.assign(words.list);
    else if (waiting) {
      await showRefused(waiting.path, button);
      return;
    }
    else if (told.state === 'sent' && told.refused && act === 'send') await sender.tell(told);
    else if (told.state === 'sent' && told.next) location.assign(told.next);
    else if (['login', 'early'].includes(told.state)) await sender.tell(told);
    else await goOn(act);
    free();
  };

  let plainly = false;
  form.addEventListener('submit', (event) => {
    if (plainly) return;
    const act = event.submitter?.value || 'next';
    if (form.dataset.sent) return;
    if (KEPT_ACTS.includes(act)) {
      event.preventDefault();
      take(act, event.submitter);
    } else if (!navigator.onLine) {
      event.preventDefault();
      say(words.needs);
      setTimeout(free);
    }
  });

  /* ---- showing what is kept ---- */

  const fill = ([name, value]) => {
    const fields = [...form.elements].filter((one) => one.name === name);
    for (const field of fields) {
      if (value instanceof Blob) {
        const list = new DataTransfer();
        list.items.add(value);
        field.files = list.files;
      } else if (['radio', 'checkbox'].includes(field.type)) field.checked ||= field.value === value;
      else if (field.type !== 'hidden' && field.type !== 'file' && field.tagName !== 'BUTTON') field.value = value;
    }
  };

  /* A photo that the server does not have yet, drawn: the page may show no picture but the server's. */
  const picture = async (file, sentence) => {
    const item = document.createElement('li');
    if (file) {
      const canvas = document.createElement('canvas');
      const image = await createImageBitmap(file);
      [canvas.width, canvas.height] = [240, Math.round((240 * image.height) / image.width)];
      canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
      item.append(canvas);
    }
    item.append(sentence);
    return item;
  };

  const photoList = form.querySelector('[data-kept-photos]');
  const showAdded = async (steps) => {
    const items = steps.map(({ fields }) => {
      const told = (name) => fields.find(([other]) => other === name)?.[1];
      const drawn = form.querySelector(`[name="deviation_choice"][value="${told('deviation_choice') || 'none'}"]`);
      const said = told('deviation_words') || drawn?.closest('label').textContent.trim();
      return [fields.find(([, value]) => value instanceof Blob)?.[1], said || words.photoKept];
    });
    photoList?.replaceChildren(...await Promise.all(items.map((one) => picture(...one))));
  };
  form.addEventListener('change', async ({ target }) => {
    if (!target.matches('[data-shrink]') || !photoList) return;
    await target.shrinking;
    photoList.querySelector('[data-chosen]')?.remove();
    if (!target.files.length) return;
    const item = await picture(target.files[0], words.photoChosen).catch(() => null);
    if (!item) return;
    item.dataset.chosen = 'yes';
    photoList.append(item);
  });

  /* What she writes before that is newer than what was kept. */
  let written = false;
  form.addEventListener('input', () => { written = true; });

  const showKept = async () => {
    const all = await sender.steps(draft);
    const mine = all.filter((one) => one.step === step);
    await showAdded(mine.filter((one) => one.adds && !one.refused && one.fields.length > 1));
    const newest = mine.at(-1);
    if (newest && !written && (step !== 'photo' || newest.refused)) {
      newest.fields.filter(([name]) => newest.act !== 'stay' || !name.startsWith('deviation_')).forEach(fill);
    }
    form.querySelectorAll('[data-lacking]').forEach((one) => {
      one.hidden = all.some((other) => other.step === one.dataset.lacking);
    });
    /* What the server drew before is not what she has told since. */
    const lacking = [...form.querySelectorAll('[data-lacking]')];
    form.querySelectorAll('[data-drawn]').forEach((one) => { one.hidden = all.length > 0; });
    if (lacking.length) form.querySelector('[data-all-lacking]').hidden = lacking.every((one) => one.hidden);
    if (all.length && !all.some((one) => one.refused)) {
      say(all.some((one) => one.last) ? words.keptLast : words.kept, words.list, words.see);
    }
  };

  /* ---- keeping the pages ---- */

  const keepFiles = async () => {
    const used = performance.getEntriesByType('resource').map((one) => one.name.split('#')[0]);
    used.push(new URL(words.phone, location).href);
    const own = [...new Set(used)].filter((name) => name.startsWith(`${location.origin}/static/`));
    const files = await caches.open('files');
    for (const name of own) if (!await files.match(name)) await fetch(name);
  };

  const keepPages = async () => {
    const shelf = await kept.pages(sender.me);
    const needed = [base, words.list, ...(await sender.steps()).map((one) => one.path.replace(/[^/]+$/, ''))];
    for (const page of await shelf.keys()) {
      const path = new URL(page.url).pathname;
      if (!needed.some((one) => path.startsWith(one))) await shelf.delete(page);
    }
    const wanted = [words.list, ...form.dataset.order.split(' ').map((one) => base + one)];
    for (const path of wanted) if (!await shelf.match(path)) await fetch(path, { priority: 'low' });
    form.dataset.kept = 'yes';
  };

  const keep = async () => {
    await navigator.serviceWorker.register(words.worker, { scope: '/workshop/' });
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((done) => { navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }); });
    }
    await keepFiles();
    await keepPages();
  };
  const quietly = () => keep().catch(() => { /* no line just now: the next page tries again */ });

  document.addEventListener('flushed', ({ detail }) => {
    if (detail.state === 'sent' && detail.next.endsWith('/workshop/products')) location.assign(detail.next);
    else if (detail.count && !detail.refused) quietly();
  });
  showKept();
  addEventListener('load', quietly);
})();
