/* What this phone keeps while the line is down: steps that wait to be sent, and pages to go on with. All of it by
   person; it goes when she logs out, and a page of the log-in forgets who was here. */
window.kept = (() => {
  const able = ['indexedDB', 'caches'].every((one) => one in window)
    && ['serviceWorker', 'locks'].every((one) => one in navigator);

  const opened = () => new Promise((done, fail) => {
    const asked = indexedDB.open('dastsaz', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('step', { keyPath: 'id', autoIncrement: true });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });

  /* One piece of work in the store, whole or not at all. */
  const work = async (mode, act) => {
    const base = await opened();
    try {
      return await new Promise((done, fail) => {
        const whole = base.transaction('step', mode, { durability: 'strict' });
        const asked = act(whole.objectStore('step'));
        whole.oncomplete = () => done(asked?.result);
        whole.onabort = () => fail(whole.error);
      });
    } finally { base.close(); }
  };

  /* Hers, in the order of sending: what goes to the mentor goes last. */
  const steps = async (person, draft) => (await work('readonly', (store) => store.getAll()))
    .filter((one) => one.person === person && (draft === undefined || one.draft === draft))
    .sort((one, other) => one.last - other.last || one.id - other.id);

  /* A step that is filled in again takes the place of the earlier one, unless both add something (a photo, a difference). */
  const add = async (step) => {
    const older = (await steps(step.person, step.draft)).filter((one) => one.step === step.step
      && (one.refused || !(one.adds || step.adds)));
    await work('readwrite', (store) => {
      older.forEach((one) => store.delete(one.id));
      return store.add(step);
    });
  };

  const change = (step) => work('readwrite', (store) => store.put(step));
  const remove = (id) => work('readwrite', (store) => store.delete(id));
  const pages = (person) => caches.open(`pages-${person}`);
  const nobody = () => caches.delete('who');

  const wipe = async () => {
    localStorage.clear();
    await work('readwrite', (store) => store.clear());
    await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
    await Promise.all((await navigator.serviceWorker.getRegistrations()).map((worker) => worker.unregister()));
  };

  /* Phones are shared: logging out leaves nothing; what was never sent is asked about first. */
  const leave = async (event) => {
    const form = event.target;
    if (!form.matches('[data-logout]')) return;
    event.preventDefault();
    try {
      /* Whoever's it is: another person's unsent work goes too. */
      const unsent = await work('readonly', (store) => store.count());
      const waits = Object.entries(localStorage).some(([key, value]) => key.startsWith('keep:') && JSON.parse(value).waits);
      if ((unsent || waits) && !window.confirm(form.dataset.unsent)) return;
      await wipe();
    } catch { /* storage may be switched off; the server erases too */ }
    form.submit();
  };

  if (able) {
    document.addEventListener('submit', leave);
    if (document.querySelector('[data-nobody]')) nobody();
  }
  return { able, steps, add, change, remove, pages, wipe };
})();
