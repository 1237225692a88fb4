/* A form that survives a lost line: what is typed stays on this phone until the server has it; log-out erases it. */
(() => {
  const RETRY = 20000;
  document.querySelectorAll('form[data-keep]').forEach((form) => {
    const name = `keep:${form.dataset.keep}`;
    const note = form.querySelector('[data-keep-note]');
    const photo = form.querySelector('input[type=file]');
    const tell = (...words) => {
      note.textContent = words.map((word) => note.dataset[word]).join(' ');
      note.hidden = !words.length;
    };
    const recall = () => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
    const forget = () => { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } };
    const keep = (waits, again) => {
      const typed = [...new FormData(form)].filter(([key, value]) => key !== 'csrf_token' && typeof value === 'string');
      try { localStorage.setItem(name, JSON.stringify({ typed, waits, again })); return true; } catch { return false; }
    };
    const free = () => {
      delete form.dataset.sent;
      form.querySelectorAll('button').forEach((button) => button.removeAttribute('aria-disabled'));
    };

    /* Led on: the server has it, or asks who she is first. 400: her log-in has ended, the page anew asks for it and then
       sends by itself, once. 422: it asks for more, and says so on its own page. Anything else: later. */
    const send = async () => {
      try {
        const answer = await fetch(form.action, { method: 'POST', body: new FormData(form) });
        if (answer.redirected) {
          if (new URL(answer.url).pathname.startsWith('/log')) keep(true); else forget();
          location.assign(answer.url);
          return;
        }
        if (answer.status === 400 && !recall()?.again && keep(true, true)) { location.reload(); return; }
        if (answer.status < 500) { keep(false); form.submit(); return; }
      } catch { /* no line */ }
      if (keep(true)) tell('waits', ...(photo?.files.length ? ['photo'] : []));
      free();
    };

    const kept = recall();
    const asked = document.querySelector('.err-sum');
    if (kept && !asked) {
      for (const [key, value] of kept.typed) {
        const field = form.elements[key];
        if (field instanceof RadioNodeList || field) field.value = value;
      }
      tell('kept');
      if (kept.waits && navigator.onLine) send();
    }
    form.addEventListener('input', () => { if (keep(false)) tell('kept'); });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!form.dataset.sent) send();
    });
    addEventListener('online', () => { if (recall()?.waits) send(); });
    setInterval(() => { if (navigator.onLine && recall()?.waits) send(); }, RETRY);
  });
})();
